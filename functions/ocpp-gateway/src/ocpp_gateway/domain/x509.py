"""Certificates read as OCPP speaks of them. Imports `cryptography`: not for a frame's cold path."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

ALGORITHMS: Mapping[str, type[hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
}

HashData = dict[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What we keep of a certificate; `serial_number` and `sha256` are lower-case hex."""

    common_name: str
    organization: str
    serial_number: str
    sha256: str
    valid_from: datetime
    valid_until: datetime


def load_chain(pem: str) -> list[x509.Certificate]:
    """The certificates of a PEM text in its order, at least one; ValueError if it is none."""
    return x509.load_pem_x509_certificates(pem.encode())


def facts_of(certificate: x509.Certificate) -> Facts:
    return Facts(
        common_name=only(certificate.subject, NameOID.COMMON_NAME),
        organization=only(certificate.subject, NameOID.ORGANIZATION_NAME),
        serial_number=f"{certificate.serial_number:x}",
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def only(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """The one value that a name has for `oid`; empty if it has none, or several."""
    values = [attribute.value for attribute in name.get_attributes_for_oid(oid)]
    return str(values[0]) if len(values) == 1 else ""


def hash_data(
    certificate: x509.Certificate, issuer: x509.Certificate, algorithm: str = "SHA256"
) -> HashData:
    """CertificateHashDataType: who issued it, by name and key, and its serial number."""
    return {
        "hashAlgorithm": algorithm,
        "issuerNameHash": _hash(algorithm, certificate.issuer.public_bytes()),
        "issuerKeyHash": key_hash(issuer, algorithm),
        "serialNumber": f"{certificate.serial_number:x}",
    }


def key_hash(certificate: x509.Certificate, algorithm: str) -> str:
    return _hash(algorithm, _key_bits(certificate))


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue others, as it says itself."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.value.ca


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """By name and signature; never by an issuer whose kind of key we cannot use."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def is_self_issued(certificate: x509.Certificate) -> bool:
    return certificate.subject == certificate.issuer


def without_root(chain: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """The chain as a station is to get it: leaf first, its root left out."""
    return [chain[0], *(one for one in chain[1:] if not is_self_issued(one))]


def _key_bits(certificate: x509.Certificate) -> bytes:
    """The key's BIT STRING without tag and length, as RFC 6960 hashes it."""
    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return _bit_string(info)


def _bit_string(info: bytes) -> bytes:
    """SubjectPublicKeyInfo is a SEQUENCE of an algorithm SEQUENCE and the BIT STRING."""
    start, _ = _content(info, 0)
    algorithm_start, algorithm_length = _content(info, start)
    bits_start, bits_length = _content(info, algorithm_start + algorithm_length)
    return info[bits_start + 1 : bits_start + bits_length]


def _content(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the DER value at `at` starts, and how long it is."""
    length = der[at + 1]
    if length < 0x80:
        return at + 2, length
    size = length & 0x7F
    return at + 2 + size, int.from_bytes(der[at + 2 : at + 2 + size], "big")


def _hash(algorithm: str, content: bytes) -> str:
    return hashlib.new(algorithm.lower(), content).hexdigest()
