"""A little PKI for tests: keys, requests, authorities, leaves."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)

# Object identifiers as they stand in a key.
_P_256, _NO_CURVE = bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2a8648ce3d03017f")


def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def name(common_name: str = "SN1", organization: str = "Corridor") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def csr(subject: x509.Name | None = None, private_key: Any = None) -> str:
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject or name())
    made = builder.sign(private_key or key(), hashes.SHA256())
    return pem(made)


def pem(one: Any) -> str:
    return one.public_bytes(Encoding.PEM).decode()


def on_an_odd_curve(text: str) -> str:
    """The PEM with a key of a curve that nobody knows; its signature is spoilt."""
    head, *body, tail = text.strip().splitlines()
    der = base64.b64decode("".join(body)).replace(_P_256, _NO_CURVE)
    return f"{head}\n{base64.encodebytes(der).decode()}{tail}\n"


class Authority:
    """A root, or an authority below `parent`."""

    def __init__(self, common_name: str = "Root", parent: "Authority | None" = None, **life: Any):
        self.key = key()
        self.name = name(common_name, "Trust")
        issuer = parent or self
        self.certificate = _build(
            self.name, self.key.public_key(), issuer.name, issuer.key, ca=True, **life
        )
        self.pem = pem(self.certificate)

    def leaf(
        self, subject: x509.Name | None = None, public_key: Any = None, **more: Any
    ) -> x509.Certificate:
        return _build(
            subject or name(),
            public_key or key().public_key(),
            self.name,
            self.key,
            ca=False,
            **more,
        )


def _build(
    subject: x509.Name,
    public_key: Any,
    issuer: x509.Name,
    issuer_key: Any,
    *,
    ca: bool,
    valid_from: datetime = NOW - timedelta(days=10),
    valid_until: datetime = NOW + timedelta(days=10),
    responder: str | None = None,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    if responder:
        access = x509.AccessDescription(
            x509.oid.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(responder)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
