"""Keep what a station reported, as it came, once (R-RPC-12)."""

from datetime import timedelta

import orjson

from corridor_aws.items import put_new
from corridor_kernel.identifiers import digest
from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.tables import FactTable

KEPT_FOR = timedelta(days=90)


def keep_fact(request: Request) -> bool:
    """False if this very message is already kept: a replay."""
    return put_new(fact_item(request)) is None


def fact_item(request: Request) -> FactTable:
    """The fact of a CALL; the same message with the same payload is the same fact."""
    payload = orjson.dumps(request.payload)
    key = digest(request.message_id.encode() + b"\n" + payload)
    return FactTable(
        request.station_id,
        f"{request.action}#{key}",
        arrival=f"{request.action}#{to_text(request.now)}",
        action=request.action,
        message_id=request.message_id,
        payload=payload.decode(),
        violation=request.violation,
        received_at=request.now,
        expires_at=request.now + KEPT_FOR,
    )
