"""The elliptic curves of OCMF (eichrecht.md §3)."""

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

SECP192K1: Final = "secp192k1"
_DEFAULT: Final = "secp256r1"


@dataclass(frozen=True, slots=True)
class Curve:
    """`oid` is the DER content of its identifier, `octets` the length of a coordinate.

    `library` is None where `cryptography` does not know the curve (§5).
    """

    name: str
    oid: bytes
    octets: int
    library: ec.EllipticCurve | None


CURVES: Final = (
    Curve("secp256r1", bytes.fromhex("2a8648ce3d030107"), 32, ec.SECP256R1()),
    Curve("secp256k1", bytes.fromhex("2b8104000a"), 32, ec.SECP256K1()),
    Curve("brainpool256r1", bytes.fromhex("2b2403030208010107"), 32, ec.BrainpoolP256R1()),
    Curve("secp384r1", bytes.fromhex("2b81040022"), 48, ec.SECP384R1()),
    Curve("brainpool384r1", bytes.fromhex("2b240303020801010b"), 48, ec.BrainpoolP384R1()),
    Curve("secp192r1", bytes.fromhex("2a8648ce3d030101"), 24, ec.SECP192R1()),
    Curve(SECP192K1, bytes.fromhex("2b8104001f"), 24, None),
)

_BY_NAME: Final = {curve.name: curve for curve in CURVES}
_SYNONYMS: Final = {
    "": _DEFAULT,
    "brainpoolp256r1": "brainpool256r1",
    "brainpoolp384r1": "brainpool384r1",
    "prime192v1": "secp192r1",
    "prime256v1": "secp256r1",
}


def named(name: str) -> Curve | None:
    """One of the seven by its name in OCMF, else None."""
    return _BY_NAME.get(name)


def of_algorithm(algorithm: str) -> Curve | None:
    """The curve of an SA text, whatever its spelling; None if OCMF does not have the algorithm."""
    name = algorithm.strip().lower().removeprefix("ecdsa-").removesuffix("-sha256")
    return named(_SYNONYMS.get(name, name))
