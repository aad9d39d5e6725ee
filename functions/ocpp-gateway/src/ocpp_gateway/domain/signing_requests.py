"""What a station's CSR must be before a CA sees it (A02, A03). Imports `cryptography`."""

from collections.abc import Collection
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from ocpp_gateway.domain.x509 import only

_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
_RSA_BITS = range(2048, 8193)
_WEAK_OR_ODD = "Its key is neither RSA of 2048 bits or more nor of the curves P-256, 384, 521."


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose certificate it may become: our organization's, for one of these common names."""

    organization: str
    common_names: Collection[str]


def find_csr_fault(pem: str, expected: Expected) -> str | None:
    """Why no certificate may come of it, or None."""
    try:
        csr = x509.load_pem_x509_csr(pem.encode())
        return _key_fault(csr) or _subject_fault(csr, expected)
    except (ValueError, TypeError, InvalidSignature) as error:
        return f"It is no PEM certificate signing request: {type(error).__name__}."
    except UnsupportedAlgorithm:
        return _WEAK_OR_ODD


def _key_fault(csr: x509.CertificateSigningRequest) -> str | None:
    key = csr.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        strong = key.key_size in _RSA_BITS
    else:
        strong = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, _CURVES)
    if not strong:
        return _WEAK_OR_ODD
    return None if csr.is_signature_valid else "Its signature is not that of its key."


def _subject_fault(csr: x509.CertificateSigningRequest, expected: Expected) -> str | None:
    if only(csr.subject, NameOID.ORGANIZATION_NAME) != expected.organization:
        return f"Its organization is not {expected.organization!r}."
    if only(csr.subject, NameOID.COMMON_NAME) not in expected.common_names:
        return "Its common name is not the station's serial number."
    return None
