"""The kinds of records that tell of certificates, their keys, and what stations ask for."""

from typing import Final

from corridor_kernel.identifiers import digest

CERTIFICATE: Final = "certificate"
REVOKED: Final = "revoked-certificate"
ROOT: Final = "root"

# OCPP's CertificateSigningUse.
CHARGING_STATION: Final = "ChargingStationCertificate"
V2G: Final = "V2GCertificate"

# Owner of the records that belong to no station; no identity has a slash (R-RPC-1).
NETWORK: Final = "/network"


def certificate_key(use: str, chain: str) -> str:
    """A certificate of a station's own, by what was sent to it."""
    return f"{use}/{digest(chain.strip().encode())}"
