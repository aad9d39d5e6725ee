"""Signing on secp192k1, which `cryptography` does not have: for simulated meters only.

Affine and slow, and nothing of it is shared with the code that verifies.
"""

import hashlib
import secrets
from typing import Final

P: Final = 2**192 - 2**32 - 2**12 - 2**8 - 2**7 - 2**6 - 2**3 - 1
N: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFE26F2FC170F69466A74DEFD8D
G: Final = (
    0xDB4FF10EC057E9AE26B07D0280B7F4341DA5D1B1EAE06C7D,
    0x9B2F2F6D9C5628A7844163D015BE86344082AA88D95E2F9D,
)

Point = tuple[int, int]


def public_point(secret: int) -> Point:
    """The point of a secret from 1 to N - 1."""
    return _times(secret, G)


def sign(secret: int, octets: bytes) -> tuple[int, int]:
    """ECDSA with SHA-256: r and s."""
    z = int.from_bytes(hashlib.sha256(octets).digest(), "big") >> 64
    while True:
        nonce = 1 + secrets.randbelow(N - 1)
        r = _times(nonce, G)[0] % N
        s = pow(nonce, -1, N) * (z + r * secret) % N
        if r and s:
            return r, s


def _times(factor: int, point: Point) -> Point:
    total: Point | None = None
    while factor:
        if factor & 1:
            total = point if total is None else _add(total, point)
        factor >>= 1
        point = _add(point, point)
    if total is None:
        raise ValueError("a secret is not 0")
    return total


def _add(a: Point, b: Point) -> Point:
    """Never of opposite points: factors below N meet none."""
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P
