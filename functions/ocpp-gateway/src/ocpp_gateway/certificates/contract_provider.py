"""A contract certificate pool, asked as the Open Plug & Charge Protocol has it."""

import os
from collections.abc import Mapping
from typing import Any

import orjson

from ocpp_gateway.certificates.outside import Unreachable, post

_TIMEOUT_S = 8.0
# What the schema of the ocpp package takes; OCA's own says 5600.
_LONGEST = 7500
_PATH = "/v1/ccp/signedContractData"


class Refused(Exception):
    """The provider has none for this vehicle, or did not answer."""


def installation_response(url: str, payload: Mapping[str, Any]) -> str:
    """The EXI message for the vehicle, base64; `url` is the provider's origin. Raises Refused."""
    question = {
        "certificateInstallationReq": payload["exiRequest"],
        "xsdMsgDefNamespace": payload["iso15118SchemaVersion"],
    }
    place = url.rstrip("/") + _PATH
    try:
        answer = orjson.loads(post(place, orjson.dumps(question), _headers(), _TIMEOUT_S))
    except (Unreachable, orjson.JSONDecodeError) as error:
        raise Refused(str(error)) from error
    exi = _message_in(answer)
    if len(exi) > _LONGEST:
        raise Refused(f"The message has more than {_LONGEST} characters.")
    return exi


def _message_in(answer: Any) -> str:
    match answer:
        case {"CCPResponse": {"emaidContent": [{"messageDef": message}, *_]}}:
            exi = message.get("certificateInstallationRes")
            if isinstance(exi, str) and exi:
                return exi
    raise Refused("The provider has no contract for this vehicle.")


def _headers() -> dict[str, str]:
    token = os.environ.get("CONTRACT_PROVIDER_TOKEN", "")
    given = {"Authorization": f"Bearer {token}"} if token else {}
    return {"Content-Type": "application/json", "Accept": "application/json"} | given
