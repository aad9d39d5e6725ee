"""Keys of simulated meters on the curves of OCMF."""

import secrets
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local.station import secp192k1

SECP192K1: Final = "secp192k1"
CURVES: Final[dict[str, ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1(),
    "secp256k1": ec.SECP256K1(),
    "secp256r1": ec.SECP256R1(),
    "brainpool256r1": ec.BrainpoolP256R1(),
    "secp384r1": ec.SECP384R1(),
    "brainpool384r1": ec.BrainpoolP384R1(),
}
ALL_CURVES: Final = (SECP192K1, *CURVES)

_SPKI_OF_SECP192K1: Final = bytes.fromhex("3046301006072a8648ce3d020106052b8104001f03320004")


class MeterKey(Protocol):
    """`der` is the public SubjectPublicKeyInfo; `sign` gives r and s."""

    @property
    def curve(self) -> str: ...

    @property
    def der(self) -> bytes: ...

    def sign(self, octets: bytes) -> tuple[int, int]: ...


def new_key(curve: str) -> MeterKey:
    """A fresh key on one of ALL_CURVES."""
    if curve == SECP192K1:
        secret = 1 + secrets.randbelow(secp192k1.N - 1)
        x, y = secp192k1.public_point(secret)
        point = x.to_bytes(24, "big") + y.to_bytes(24, "big")
        return _Secp192k1Key(_SPKI_OF_SECP192K1 + point, secret)
    private_key = ec.generate_private_key(CURVES[curve])
    spki = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    return _LibraryKey(curve, private_key.public_key().public_bytes(*spki), private_key)


@dataclass(frozen=True, slots=True)
class _LibraryKey:
    curve: str
    der: bytes
    private_key: ec.EllipticCurvePrivateKey

    def sign(self, octets: bytes) -> tuple[int, int]:
        signature = self.private_key.sign(octets, ec.ECDSA(hashes.SHA256()))
        return decode_dss_signature(signature)


@dataclass(frozen=True, slots=True)
class _Secp192k1Key:
    der: bytes
    secret: int
    curve: str = SECP192K1

    def sign(self, octets: bytes) -> tuple[int, int]:
        return secp192k1.sign(self.secret, octets)
