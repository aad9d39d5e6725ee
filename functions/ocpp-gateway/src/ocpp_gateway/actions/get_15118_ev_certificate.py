"""Get15118EVCertificate: a vehicle wants its contract certificate, through us (M01, M02)."""

import os
from typing import Any

from ocpp_gateway.certificates.contract_provider import Refused, installation_response
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen


def answer(request: Request) -> dict[str, Any]:
    """Accepted with the provider's EXI message; Failed with the reason, and no message."""
    mark_seen(request.station_id, request.now)
    url = os.environ.get("CONTRACT_PROVIDER_URL", "")
    if not url:
        return _failed("NoProvider", "No provider of contract certificates is known here.")
    try:
        exi = installation_response(url, request.payload)
    except Refused as refusal:
        return _failed("ProviderFailed", str(refusal))
    return {"status": "Accepted", "exiResponse": exi}


def _failed(code: str, reason: str) -> dict[str, Any]:
    info = {"reasonCode": code, "additionalInfo": reason[:512]}
    return {"status": "Failed", "exiResponse": "", "statusInfo": info}
