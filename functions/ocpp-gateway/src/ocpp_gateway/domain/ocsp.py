"""OCSP questions and answers (RFC 6960). Imports `cryptography`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from corridor_kernel.identifiers import digest
from ocpp_gateway.domain.x509 import ALGORITHMS, hash_data, is_authority, is_issued_by, key_hash

_CLOCK_SKEW = timedelta(minutes=5)


class Status(StrEnum):
    GOOD = "Good"
    REVOKED = "Revoked"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """One certificate, as OCSPRequestDataType names it; its issuer if we have that."""

    hash_data: Mapping[str, str]
    url: str
    issuer: x509.Certificate | None = None

    @property
    def key(self) -> str:
        """The same certificate and responder are the same question, whoever asks.

        Stations choose responders: what one of them says is nothing to those who ask another.
        """
        names = ("hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber")
        parts = [self.hash_data[name].lower() for name in names]
        return "/".join([digest(self.url.encode()), *parts])

    def request(self) -> bytes:
        """DER; ValueError for hash data that is none."""
        data = self.hash_data
        try:
            hashes = (bytes.fromhex(data["issuerNameHash"]), bytes.fromhex(data["issuerKeyHash"]))
            serial_number = int(data["serialNumber"], 16)
        except ValueError:
            raise ValueError("the hashes and the serial number are not all hexadecimal") from None
        builder = ocsp.OCSPRequestBuilder().add_certificate_by_hash(
            *hashes, serial_number, ALGORITHMS[data["hashAlgorithm"]]()
        )
        return builder.build().public_bytes(Encoding.DER)


def question_of(certificate: x509.Certificate, issuer: x509.Certificate) -> Question | None:
    """None for a certificate that names no responder."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return None
    for description in access.value:
        if description.access_method == AuthorityInformationAccessOID.OCSP:
            return Question(
                hash_data(certificate, issuer), str(description.access_location.value), issuer
            )
    return None


def read_answer(question: Question, der: bytes, now: datetime) -> ocsp.OCSPResponse:
    """A successful, current answer to this very question; ValueError if it is none."""
    response = ocsp.load_der_ocsp_response(der)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError(f"the responder says {response.response_status.name}")
    if response.serial_number != int(question.hash_data["serialNumber"], 16):
        raise ValueError("an answer for another certificate")
    if response.issuer_key_hash.hex() != question.hash_data["issuerKeyHash"].lower():
        raise ValueError("an answer for another issuer")
    until = response.next_update_utc
    if response.this_update_utc > now + _CLOCK_SKEW or (until is not None and until <= now):
        raise ValueError("an answer of another time")
    return response


def status_of(
    question: Question, response: ocsp.OCSPResponse, roots: Iterable[x509.Certificate]
) -> Status:
    """What the answer says; ValueError if nobody we trust has signed it."""
    if not any(_signed(response, signer) for signer in _signers(question, response, roots)):
        raise ValueError("signed by nobody that we trust")
    return {
        ocsp.OCSPCertStatus.GOOD: Status.GOOD,
        ocsp.OCSPCertStatus.REVOKED: Status.REVOKED,
    }.get(response.certificate_status, Status.UNKNOWN)


def good_until(response: ocsp.OCSPResponse) -> datetime | None:
    """Until when the answer may be told again; None: not at all."""
    return response.next_update_utc


def _signers(
    question: Question, response: ocsp.OCSPResponse, roots: Iterable[x509.Certificate]
) -> Iterable[x509.Certificate]:
    """The issuer, or whom it delegated to."""
    issuers = _issuers(question, response, list(roots))
    yield from issuers
    for delegate in response.certificates:
        if _may_sign(delegate) and any(is_issued_by(delegate, one) for one in issuers):
            yield delegate


def _issuers(
    question: Question, response: ocsp.OCSPResponse, roots: Sequence[x509.Certificate]
) -> list[x509.Certificate]:
    """Who has the key that the question names: of our roots, or sent along and below one."""
    if question.issuer:
        return [question.issuer]
    algorithm, wanted = question.hash_data["hashAlgorithm"], question.hash_data["issuerKeyHash"]
    below = [
        one
        for one in response.certificates
        if is_authority(one) and any(is_issued_by(one, root) for root in roots)
    ]
    return [one for one in (*roots, *below) if key_hash(one, algorithm) == wanted.lower()]


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _signed(response: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    algorithm, key = response.signature_hash_algorithm, signer.public_key()
    if algorithm is None:
        return False
    signature, content = response.signature, response.tbs_response_bytes
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(algorithm))
            return True
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), algorithm)
            return True
    except InvalidSignature:
        return False
    return False
