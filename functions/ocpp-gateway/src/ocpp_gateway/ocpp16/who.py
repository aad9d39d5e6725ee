"""Whose idTag it is: our copy of the registry, whatever type of token the tag stands for."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from corridor_aws.items import Key
from ocpp_gateway.domain.authorization import INVALID, IdTokenInfo, Place, authorize
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.id_tokens import IdToken, Token
from ocpp_gateway.domain.ocpp16.tokens import possible_tokens
from ocpp_gateway.tables import TokenTable, to_token


def token_keys(id_tag: str) -> list[Key]:
    """The keys to read together with whatever else is needed."""
    return [(TokenTable, token.key, None) for token in possible_tokens(id_tag)]


def presented(id_tag: str, items: Sequence[Any]) -> tuple[IdToken | None, Token | None]:
    """The token that is registered under the tag; else a card that nobody knows.

    `items` are what the keys of `token_keys` gave, in their order.
    """
    tokens = possible_tokens(id_tag)
    for token, item in zip(tokens, items, strict=True):
        if item is not None:
            return token, to_token(item)
    return (tokens[0] if tokens else None), None


def info_of(
    request: Request, token: IdToken | None, known: Token | None, at: datetime
) -> IdTokenInfo:
    """The answer to a token by itself, in the words of 2.0.1."""
    if token is None:
        return INVALID
    socket = request.connection
    place = Place(request.station_id, socket.site_id, socket.connectors)
    return authorize(token, known, place, at)


def is_master(token: Token | None) -> bool:
    """Whether it stops any charge and starts none (R-AUTH-5)."""
    group = os.environ.get("MASTER_PASS_GROUP_ID")
    return bool(group) and token is not None and token.group_id == group
