"""A certificate authority whose key is made of a secret: the same one from every deployment on.

Nothing is created at first use and nothing is stored, so no two invocations can make two roots.
"""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from corridor_aws import settings
from corridor_aws.clients import client
from ocpp_gateway.certificates.records import V2G

_BORN = datetime(2026, 1, 1, tzinfo=UTC)
_ROOT_LIFE = timedelta(days=30 * 365)
# Clocks of stations may be behind ours when the certificate arrives.
_SLACK = timedelta(hours=1)


def read_secret() -> str:
    arn = settings.required("CERTIFICATE_AUTHORITY_SECRET_ARN")
    return str(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


class SecretAuthority:
    """An EC P-256 root that signs leaves itself."""

    def __init__(self, secret: str, organization: str, days: int) -> None:
        self._key = _key_of(secret)
        self._days = days
        self._root = _root_of(self._key, organization)

    def root(self) -> str:
        return self._root.public_bytes(Encoding.PEM).decode()

    def sign(self, csr: str, profile: str) -> str:
        """A leaf with the request's subject and key, and nothing else of the request."""
        request = x509.load_pem_x509_csr(csr.encode())
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(request.subject)
            .issuer_name(self._root.subject)
            .public_key(request.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _SLACK)
            .not_valid_after(now + timedelta(days=self._days))
        )
        for extension, critical in _leaf_extensions(request, self._key.public_key(), profile):
            builder = builder.add_extension(extension, critical)
        leaf = builder.sign(self._key, hashes.SHA256())
        return leaf.public_bytes(Encoding.PEM).decode()


def _key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    """64 bytes folded into the curve's order: no measurable bias (FIPS 186-5 A.2.1)."""
    kdf = HKDF(hashes.SHA256(), 64, salt=None, info=b"corridor station certificate authority")
    number = int.from_bytes(kdf.derive(secret.encode()), "big")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return ec.derive_private_key(number % (order - 1) + 1, ec.SECP256R1())


def _root_of(key: ec.EllipticCurvePrivateKey, organization: str) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organization} charging stations"),
        ]
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(identifier.digest[:16], "big") >> 1 or 1)
        .not_valid_before(_BORN)
        .not_valid_after(_BORN + _ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(identifier, critical=False)
    )
    return builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)


def _leaf_extensions(
    request: x509.CertificateSigningRequest, issuer: ec.EllipticCurvePublicKey, profile: str
) -> list[tuple[x509.ExtensionType, bool]]:
    # A station is the client of ours, and the server of the vehicle.
    role = ExtendedKeyUsageOID.SERVER_AUTH if profile == V2G else ExtendedKeyUsageOID.CLIENT_AUTH
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(signs_certificates=False), True),
        (x509.ExtendedKeyUsage([role]), False),
        (x509.SubjectKeyIdentifier.from_public_key(request.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), False),
    ]


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_agreement=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        encipher_only=False,
        decipher_only=False,
    )
