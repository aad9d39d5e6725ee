"""The certificate authority as a port: which one signs is the deployment's choice (ADR 0015)."""

import os
from functools import cache
from typing import Protocol


class Refused(Exception):
    """The authority will not sign this request, now or later."""


class Authority(Protocol):
    """Signs requests that were checked before."""

    def sign(self, csr: str, profile: str) -> str:
        """The chain as PEM, leaf first and without its root; `profile` is an OCPP
        CertificateSigningUse. Raises Refused; the same request may be signed twice."""

    def root(self) -> str:
        """The root as PEM: what the edge trusts."""


@cache
def authority() -> Authority:
    """AWS Private CA if there is one, else the authority whose key a secret holds."""
    arn = os.environ.get("PRIVATE_CA_ARN", "")
    days = int(os.environ.get("CERTIFICATE_DAYS", "365"))
    if arn:
        from ocpp_gateway.certificates.private_authority import PrivateAuthority

        return PrivateAuthority(arn, days)
    from ocpp_gateway.certificates.secret_authority import SecretAuthority, read_secret

    return SecretAuthority(read_secret(), os.environ.get("ORGANIZATION_NAME", "Corridor"), days)
