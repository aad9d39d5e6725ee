"""Authorize: may this token charge here? (R-AUTH-1..5, 9)"""

from typing import Any

from ocpp_gateway.domain.authorization import INVALID, IdTokenInfo, Place, authorize
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.contracts import with_certificate
from ocpp_gateway.domain.id_tokens import IdToken, Token, id_token_in
from ocpp_gateway.tables import TokenTable, to_token

_CONTRACT = {"certificate", "iso15118CertificateHashData"}


def answer(request: Request) -> dict[str, Any]:
    """The token's status at this station, from our copy of the registry: one read.

    A master pass is Accepted: the station sees its group and lets it stop, not start (C16).
    """
    presented = id_token_in(request.payload)
    if presented is None:
        return {"idTokenInfo": INVALID}
    socket = request.connection
    place = Place(request.station_id, socket.site_id, socket.connectors)
    info = authorize(presented, _find(presented), place, request.now)
    if _CONTRACT & request.payload.keys():
        return _with_contract(info, request)
    return {"idTokenInfo": info}


def _with_contract(info: IdTokenInfo, request: Request) -> dict[str, Any]:
    """A vehicle's certificate decides too (R-AUTH-9)."""
    # `cryptography`, for those who need it.
    from ocpp_gateway.check_contract import check_contract

    return dict(with_certificate(info, check_contract(request.payload, request.now)))


def _find(presented: IdToken) -> Token | None:
    try:
        return to_token(TokenTable.get(presented.key))
    except TokenTable.DoesNotExist:
        return None
