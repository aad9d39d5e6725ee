"""The front door's TLS side: who may vouch for stations, as CloudFront's trust store has it."""

import ipaddress
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


class TrustStore:
    """Listens by TLS from the first bundle on; later ones add to it.

    Mode `optional`: a client may come without a certificate, but not with one that fails.
    """

    def __init__(self, folder: Path, listen: Callable[[ssl.SSLContext], Awaitable[int]]) -> None:
        """The server's own key and certificate are kept in `folder`."""
        self._folder = folder
        self._listen = listen
        self._context: ssl.SSLContext | None = None
        self._port = 0
        self._certificate = ""

    async def trust(self, roots: str) -> dict[str, str]:
        """`{ocpp, certificate}`: the URL for TLS, and whom its clients have to trust.

        ssl.SSLError if `roots` (PEM) are none.
        """
        if self._context is None:
            context, certificate = _server(self._folder)
            context.load_verify_locations(cadata=roots)
            self._port = await self._listen(context)
            self._context, self._certificate = context, certificate
        else:
            self._context.load_verify_locations(cadata=roots)
        return {"ocpp": f"wss://127.0.0.1:{self._port}/ocpp/", "certificate": self._certificate}


def _server(folder: Path) -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key).public_bytes(Encoding.PEM)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "front-door.pem"
    path.touch(mode=0o600)
    path.write_bytes(private + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_cert_chain(path)
    return context, certificate.decode()


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    hosts = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return builder.sign(key, hashes.SHA256())
