"""What a contract certificate and its eMAID make of each other (C07.FR.13-17)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus as Token
from ocpp_gateway.domain.authorization import IdTokenInfo


class CertificateStatus(StrEnum):
    """AuthorizeCertificateStatusEnumType."""

    ACCEPTED = "Accepted"
    CANCELLED = "ContractCancelled"
    CHAIN_ERROR = "CertChainError"
    EXPIRED = "CertificateExpired"
    REVOKED = "CertificateRevoked"


_NO_CONTRACT = {Token.BLOCKED, Token.EXPIRED, Token.INVALID, Token.UNKNOWN}
_TOKEN_OF = {
    CertificateStatus.EXPIRED: Token.EXPIRED,
    CertificateStatus.REVOKED: Token.INVALID,
    CertificateStatus.CHAIN_ERROR: Token.INVALID,
}


def with_certificate(info: IdTokenInfo, certificate: CertificateStatus) -> Mapping[str, Any]:
    """The AuthorizeResponse; `info` is what the eMAID by itself is answered with."""
    if certificate is not CertificateStatus.ACCEPTED:
        told = {"status": _TOKEN_OF[certificate].value}
        return {"idTokenInfo": told, "certificateStatus": certificate.value}
    cancelled = info["status"] in {status.value for status in _NO_CONTRACT}
    status = CertificateStatus.CANCELLED if cancelled else CertificateStatus.ACCEPTED
    return {"idTokenInfo": info, "certificateStatus": status.value}
