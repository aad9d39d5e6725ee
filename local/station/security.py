"""What a station shows the backend, and whom it trusts: password, certificates, profile."""

import ssl
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID
from ocpp.v201 import call

from local.station.address import Address
from local.station.link import Credentials

if TYPE_CHECKING:
    from local.station.station import Station

STATION = "ChargingStationCertificate"
MUTUAL_TLS = 3
_PASSWORD = ("SecurityCtrlr", "BasicAuthPassword")


class Security:
    """Keys never leave it; a certificate counts once it fits the key that asked for it."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._asked: dict[str, ec.EllipticCurvePrivateKey] = {}
        self._keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self.chains: dict[str, list[x509.Certificate]] = {}
        self.roots: list[tuple[str, x509.Certificate]] = []
        station.model.watch(self._written)

    @property
    def serial_number(self) -> str:
        """What it boots with."""
        return self._station.registration.serial_number

    def credentials(self, credentials: Credentials, profile: int) -> Credentials:
        """What to show at the next handshake under that profile."""
        if not credentials.url.startswith("wss://"):
            return credentials
        context = ssl.create_default_context(cadata=self._station.config.server_root())
        if profile < MUTUAL_TLS or STATION not in self.chains:
            return replace(credentials, tls=context)
        _load(context, self._keys[STATION], self.chains[STATION])
        return replace(credentials, tls=context, basic=False)

    def connected(self, profile: int) -> None:
        """A profile that worked is the least from now on (A05.FR.06)."""
        model = self._station.model
        if profile > model.number("SecurityProfile"):
            model.preset("SecurityProfile", str(profile))

    async def ask_for_certificate(self, use: str) -> None:
        """A new key and its CSR; the certificate comes later."""
        key = self._asked[use] = ec.generate_private_key(ec.SECP256R1())
        organization = self._station.model.text("OrganizationName") or "Corridor"
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
                x509.NameAttribute(NameOID.COMMON_NAME, self.serial_number),
            ]
        )
        builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
        csr = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()
        await self._station.ask(call.SignCertificate(csr=csr, certificate_type=use))

    def take(self, pem: str, use: str) -> bool:
        """Whether the chain is for the key that asked, and valid now."""
        try:
            chain = x509.load_pem_x509_certificates(pem.encode())
        except ValueError:
            return False
        key, now = self._asked.get(use), self._station.clock.now()
        if key is None or chain[0].public_key() != key.public_key():
            return False
        if chain[0].not_valid_after_utc <= now:
            return False
        self._keys[use], self.chains[use] = self._asked.pop(use), chain
        return True

    def install(self, use: str, pem: str) -> str:
        """An InstallCertificateStatusEnumType."""
        try:
            root = x509.load_pem_x509_certificate(pem.encode())
        except ValueError:
            return "Rejected"
        most = self._station.model.named("CertificateEntries").maximum or 0
        if len(self.roots) >= most:
            return "Failed"
        if (use, root) not in self.roots:
            self.roots.append((use, root))
        return "Accepted"

    def delete(self, wanted: dict[str, Any]) -> str:
        """A DeleteCertificateStatusEnumType."""
        for entry in self.roots:
            if hash_data(entry[1], entry[1], wanted["hash_algorithm"]) == _lower(wanted):
                self.roots.remove(entry)
                return "Accepted"
        return "NotFound"

    def listed(self, uses: list[str] | None) -> list[dict[str, Any]]:
        """CertificateHashDataChainType of each root of these uses, of all for None."""
        return [
            {"certificate_type": use, "certificate_hash_data": hash_data(root, root)}
            for use, root in self.roots
            if uses is None or use in uses
        ]

    def _written(self, address: Address, value: str) -> None:
        if (address.component, address.variable) == _PASSWORD:
            self._station.credentials = replace(self._station.credentials, password=value)


def hash_data(
    certificate: x509.Certificate, issuer: x509.Certificate, algorithm: str = "SHA256"
) -> dict[str, Any]:
    """CertificateHashDataType."""
    kind: hashes.HashAlgorithm = getattr(hashes, algorithm)()
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, kind).build()
    return {
        "hash_algorithm": algorithm,
        "issuer_name_hash": request.issuer_name_hash.hex(),
        "issuer_key_hash": request.issuer_key_hash.hex(),
        "serial_number": f"{request.serial_number:x}",
    }


def _lower(wanted: dict[str, Any]) -> dict[str, Any]:
    named = ("hash_algorithm", "issuer_name_hash", "issuer_key_hash", "serial_number")
    given = {name: wanted[name] for name in named}
    return given | {name: str(given[name]).lower() for name in named[1:]}


def _load(
    context: ssl.SSLContext, key: ec.EllipticCurvePrivateKey, chain: list[x509.Certificate]
) -> None:
    """`ssl` reads files only; this one is gone at once."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "client.pem"
        path.write_bytes(private + b"".join(one.public_bytes(Encoding.PEM) for one in chain))
        context.load_cert_chain(path)
