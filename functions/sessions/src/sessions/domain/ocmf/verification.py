"""Whether a key has signed a record (R-EI-3); all algorithms of OCMF hash with SHA-256."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sessions.domain.ocmf import der, secp192k1
from sessions.domain.ocmf.curves import Curve, named, of_algorithm
from sessions.domain.ocmf.key import PublicKey
from sessions.domain.ocmf.octets import from_text
from sessions.domain.ocmf.record import Record
from sessions.domain.ocmf.verdict import Finding, Verdict, verdict

NEWEST_FOR_DRIVERS: Final = (1, 3)
"""The last format version that the driver's tool, S.A.F.E. 1.4.1, can read (R-EI-10)."""


def verify(record: Record, key: PublicKey | None) -> Verdict:
    """The signature alone, with the key that was valid at the time of the readings (R-EI-13)."""
    return verdict([*_of_signature(record, key), *_of_format(record)])


def _of_signature(record: Record, key: PublicKey | None) -> Iterator[Finding]:
    curve = of_algorithm(record.signature.algorithm)
    if curve is None:
        yield Finding.ALGORITHM_UNSUPPORTED
    elif key is None:
        yield Finding.KEY_MISSING
    elif named(key.curve) is None:
        yield Finding.CURVE_UNSUPPORTED
    elif key.curve != curve.name:
        yield Finding.CURVE_DIFFERS
    else:
        yield from _of_numbers(record, key, curve)


def _of_numbers(record: Record, key: PublicKey, curve: Curve) -> Iterable[Finding]:
    if not record.signature.data:
        return [Finding.SIGNATURE_MISSING]
    try:
        octets = from_text(record.signature.data)
    except ValueError:
        return [Finding.SIGNATURE_UNREADABLE]
    in_der = _pair_of_der(octets)
    if in_der and _signs(curve, key, record.signed_octets, *in_der):
        return []
    bare = _bare_pair(octets, curve)
    if bare and _signs(curve, key, record.signed_octets, *bare):
        return [Finding.SIGNATURE_NOT_DER]
    return [Finding.SIGNATURE_WRONG if in_der or bare else Finding.SIGNATURE_UNREADABLE]


def _pair_of_der(octets: bytes) -> tuple[int, int] | None:
    """r and s; some meters leave out a leading zero, or fill the field up with zeros."""
    try:
        body, padding = der.read(octets, der.SEQUENCE)
        r, rest = der.read(body, der.INTEGER)
        s, more = der.read(rest, der.INTEGER)
    except ValueError:
        return None
    is_whole = not more and not padding.strip(b"\0")
    return (int.from_bytes(r, "big"), int.from_bytes(s, "big")) if is_whole else None


def _bare_pair(octets: bytes, curve: Curve) -> tuple[int, int] | None:
    if len(octets) != 2 * curve.octets:
        return None
    r, s = octets[: curve.octets], octets[curve.octets :]
    return int.from_bytes(r, "big"), int.from_bytes(s, "big")


def _signs(curve: Curve, key: PublicKey, octets: bytes, r: int, s: int) -> bool:
    if curve.library is None:
        return secp192k1.verifies(key.coordinates, hashlib.sha256(octets).digest(), r, s)
    public_key = ec.EllipticCurvePublicNumbers(*key.coordinates, curve.library).public_key()
    try:
        public_key.verify(encode_dss_signature(r, s), octets, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _of_format(record: Record) -> Iterator[Finding]:
    """What the driver's own tool will not read, or may read otherwise."""
    if record.names_twice:
        yield Finding.MEMBER_NAMED_TWICE
    try:
        version = tuple(map(int, record.format_version.split(".")))
    except ValueError:
        yield Finding.FORMAT_VERSION_UNREADABLE
    else:
        if version[:2] > NEWEST_FOR_DRIVERS:
            yield Finding.FORMAT_VERSION_TOO_NEW
