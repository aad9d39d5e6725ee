"""The kinds of records that tell of certificates, their keys, and what stations ask for."""

import base64
import hashlib
from typing import Final

CERTIFICATE: Final = "certificate"
REVOKED: Final = "revoked-certificate"
ROOT: Final = "root"
OCSP: Final = "ocsp"

# OCPP's CertificateSigningUse.
CHARGING_STATION: Final = "ChargingStationCertificate"
V2G: Final = "V2GCertificate"

# Owner of the records that belong to no station; no identity has a slash (R-RPC-1).
NETWORK: Final = "/network"


def certificate_key(use: str, chain: str) -> str:
    """A certificate of a station's own, by the SHA-256 of its leaf; ValueError if it is no PEM."""
    _, begin, rest = chain.partition("-----BEGIN CERTIFICATE-----")
    body, end, _ = rest.partition("-----END CERTIFICATE-----")
    if not begin or not end:
        raise ValueError("a certificate chain is PEM")
    return f"{use}/{hashlib.sha256(base64.b64decode(body)).hexdigest()}"
