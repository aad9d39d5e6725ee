"""A PURE FALLBACK: ECDSA verification on secp192k1, which `cryptography` does not have.

Only verification, hence only public values: nothing here need run in constant time. Delete this
file when the library knows the curve (OID 1.3.132.0.31). Points are Jacobian, None is infinity.
"""

from typing import Final

P: Final = 2**192 - 2**32 - 0x11C9
N: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFE26F2FC170F69466A74DEFD8D
G: Final = (
    0xDB4FF10EC057E9AE26B07D0280B7F4341DA5D1B1EAE06C7D,
    0x9B2F2F6D9C5628A7844163D015BE86344082AA88D95E2F9D,
)

Jacobian = tuple[int, int, int]


def is_on_curve(x: int, y: int) -> bool:
    """Whether y² = x³ + 3, for coordinates of the field."""
    return 0 <= x < P and 0 <= y < P and (y * y - x * x * x - 3) % P == 0


def verifies(point: tuple[int, int], digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) signs a SHA-256 digest, of which the curve takes the first 192 bits."""
    if not (0 < r < N and 0 < s < N):
        return False
    inverse = pow(s, -1, N)
    z = int.from_bytes(digest[:24], "big")
    total = _sum(z * inverse % N, (*G, 1), r * inverse % N, (*point, 1))
    if total is None:
        return False
    x, _, depth = total
    return x * pow(depth, -2, P) % P % N == r


def _sum(first: int, a: Jacobian, second: int, b: Jacobian) -> Jacobian | None:
    """first x a + second x b, both in one run over the bits."""
    both = _add(a, b)
    total: Jacobian | None = None
    for bit in reversed(range(N.bit_length())):
        total = _double(total)
        match first >> bit & 1, second >> bit & 1:
            case 1, 1:
                total = _add(total, both)
            case 1, 0:
                total = _add(total, a)
            case 0, 1:
                total = _add(total, b)
    return total


def _double(point: Jacobian | None) -> Jacobian | None:
    if point is None:
        return None
    x, y, z = point
    square = y * y % P
    s = 4 * x * square % P
    m = 3 * x * x % P
    new_x = (m * m - 2 * s) % P
    return new_x, (m * (s - new_x) - 8 * square * square) % P, 2 * y * z % P


def _add(a: Jacobian | None, b: Jacobian | None) -> Jacobian | None:
    if a is None or b is None:
        return a or b
    (x1, y1, z1), (x2, y2, z2) = a, b
    u1, u2 = x1 * z2 * z2 % P, x2 * z1 * z1 % P
    s1, s2 = y1 * z2 * z2 * z2 % P, y2 * z1 * z1 * z1 % P
    if u1 == u2:
        return _double(a) if s1 == s2 else None
    h, r = u2 - u1, s2 - s1
    x = (r * r - h * h * h - 2 * u1 * h * h) % P
    return x, (r * (u1 * h * h - x) - s1 * h * h * h) % P, h * z1 * z2 % P
