"""GetCertificateStatus: a station asks us to ask an OCSP responder (M06)."""

import base64
from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen

_TIMEOUT_S = 5.0
_LONGEST = 5500


def answer(request: Request) -> dict[str, Any]:
    """Accepted with the responder's answer as it came, DER in base64; Failed says why not."""
    # `cryptography`, for those who need it.
    from ocpp_gateway.certificates.ask_responder import ask_responder
    from ocpp_gateway.certificates.outside import Unreachable
    from ocpp_gateway.domain.ocsp import Question

    mark_seen(request.station_id, request.now)
    data = request.payload["ocspRequestData"]
    try:
        der, _ = ask_responder(Question(data, data["responderURL"]), _TIMEOUT_S, request.now)
    except Unreachable as trouble:
        return _failed(str(trouble))
    result = base64.b64encode(der).decode()
    if len(result) > _LONGEST:
        return _failed(f"The answer has more than {_LONGEST} characters.")
    return {"status": "Accepted", "ocspResult": result}


def _failed(reason: str) -> dict[str, Any]:
    info = {"reasonCode": "NoOcspAnswer", "additionalInfo": reason[:512]}
    return {"status": "Failed", "statusInfo": info}
