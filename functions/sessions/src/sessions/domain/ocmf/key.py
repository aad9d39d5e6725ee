"""Public keys of meters, in every form in which they come (R-EI-12)."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sessions.domain.ocmf import der, secp192k1
from sessions.domain.ocmf.curves import CURVES, Curve
from sessions.domain.ocmf.octets import from_base64, from_text

MAX_CHARACTERS: Final = 5000

_EC_PUBLIC_KEY: Final = bytes.fromhex("2a8648ce3d0201")
_UNCOMPRESSED: Final = b"\4"
_POINTS: Final = {2 * curve.octets + more for curve in CURVES for more in (0, 1)}
_COMPOSED: Final = re.compile(r"oca:(base16|base64):asn1:(.*)", re.IGNORECASE | re.DOTALL)
_ARMOUR: Final = re.compile(r"-----(?:BEGIN|END) PUBLIC KEY-----")
_NOT_HEX: Final = re.compile(r"0[xX]|[^0-9a-fA-F]")
_NESTED_TEXTS: Final = 2


class BadKey(ValueError):
    """No public key of an elliptic curve can be read."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`der` is SubjectPublicKeyInfo with the point uncompressed, however the key was written.

    `curve` is a name of OCMF, `oid:<hex>` for a curve that OCMF does not have; `point` is X || Y.
    """

    der: bytes
    curve: str
    point: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits."""
        return hashlib.sha256(self.der).hexdigest()

    @property
    def coordinates(self) -> tuple[int, int]:
        """X and Y."""
        half = len(self.point) // 2
        return int.from_bytes(self.point[:half], "big"), int.from_bytes(self.point[half:], "big")


def read_key(text: str) -> PublicKey:
    """A key as `oca:<base16|base64>:asn1:<key>` (OCA note 3.2.2), as bare DER, PEM or X || Y.

    Each in hex or base64, however grouped, and once more in base64 as OCPP carries it. Raises
    BadKey.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadKey("longer than any key")
    try:
        octets = _octets(text, _NESTED_TEXTS)
        # By its length: a bare point may begin like DER, but DER has no such length.
        return _of_point(octets) if len(octets) in _POINTS else _of_spki(octets)
    except ValueError as fault:
        raise BadKey(f"not a public key: {fault}") from fault


def _octets(text: str, nested_texts: int) -> bytes:
    composed = _COMPOSED.fullmatch(text.strip())
    if composed:
        encoding, printed = composed.groups()
        if encoding.lower() == "base16":
            return bytes.fromhex(_NOT_HEX.sub("", printed))
        return from_base64(printed)
    octets = from_text(_ARMOUR.sub("", text))
    # Neither DER nor coordinates look like this: it is a text in base64.
    if nested_texts and octets.isascii() and "".join(octets.decode().split()).isprintable():
        return _octets(octets.decode(), nested_texts - 1)
    return octets


def _of_spki(octets: bytes) -> PublicKey:
    body, _ = der.read(octets, der.SEQUENCE)
    algorithm, rest = der.read(body, der.SEQUENCE)
    kind, parameters = der.read(algorithm, der.OBJECT_IDENTIFIER)
    if kind != _EC_PUBLIC_KEY:
        raise ValueError("not of an elliptic curve")
    oid, _ = der.read(parameters, der.OBJECT_IDENTIFIER)
    bits, _ = der.read(rest, der.BIT_STRING)
    encoded = bits[1:]
    curve = next((curve for curve in CURVES if curve.oid == oid), None)
    if curve is None:
        return PublicKey(_spki(oid, encoded), f"oid:{oid.hex()}", encoded[1:])
    return _checked(curve, encoded)


def _of_point(octets: bytes) -> PublicKey:
    """A point lies on one curve of its length only, so a bare one tells its curve."""
    for curve in CURVES:
        if len(octets) // 2 == curve.octets:
            try:
                return _checked(curve, _UNCOMPRESSED + octets[-2 * curve.octets :])
            except ValueError:
                continue
    raise ValueError("no point of a curve of OCMF")


def _checked(curve: Curve, encoded: bytes) -> PublicKey:
    """With its point on the curve and uncompressed; ValueError."""
    if curve.library is not None:
        point = ec.EllipticCurvePublicKey.from_encoded_point(curve.library, encoded)
        encoded = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = PublicKey(_spki(curve.oid, encoded), curve.name, encoded[1:])
    if curve.library is None and not _is_secp192k1(encoded, key):
        raise ValueError("not on the curve")
    return key


def _is_secp192k1(encoded: bytes, key: PublicKey) -> bool:
    return encoded[:1] == _UNCOMPRESSED and secp192k1.is_on_curve(*key.coordinates)


def _spki(oid: bytes, encoded: bytes) -> bytes:
    kind = der.write(der.OBJECT_IDENTIFIER, _EC_PUBLIC_KEY)
    algorithm = der.write(der.SEQUENCE, kind + der.write(der.OBJECT_IDENTIFIER, oid))
    bits = der.write(der.BIT_STRING, b"\0" + encoded)
    return der.write(der.SEQUENCE, algorithm + bits)
