"""Authorize of 1.6: may this idTag charge here? (R-AUTH-1, 2)"""

from typing import Any

from corridor_aws.items import get_together
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.tokens import id_tag_info
from ocpp_gateway.ocpp16.who import info_of, presented, token_keys


def answer(request: Request) -> dict[str, Any]:
    """The tag's status at this station: one read, whatever type of token it is."""
    id_tag = request.payload["idTag"]
    keys = token_keys(id_tag)
    token, known = presented(id_tag, get_together(*keys) if keys else [])
    return {"idTagInfo": id_tag_info(info_of(request, token, known, request.now))}
