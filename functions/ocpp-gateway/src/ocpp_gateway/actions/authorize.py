"""Authorize: may this token charge here? (R-AUTH-1..5)"""

from typing import Any

from ocpp_gateway.domain.authorization import INVALID, Place, authorize
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.id_tokens import IdToken, Token, id_token_in
from ocpp_gateway.tables import TokenTable, to_token


def answer(request: Request) -> dict[str, Any]:
    """The token's status at this station, from our copy of the registry: one read.

    A master pass is Accepted: the station sees its group and lets it stop, not start (C16).
    """
    presented = id_token_in(request.payload)
    if presented is None:
        return {"idTokenInfo": INVALID}
    place = Place(request.station_id, request.connection.site_id)
    return {"idTokenInfo": authorize(presented, _find(presented), place, request.now)}


def _find(presented: IdToken) -> Token | None:
    try:
        return to_token(TokenTable.get(presented.key))
    except TokenTable.DoesNotExist:
        return None
