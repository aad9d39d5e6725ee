"""What is known when a StartTransaction comes: all of it in one read."""

from dataclasses import dataclass
from typing import Any

from corridor_aws.items import get_together
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.id_tokens import IdToken, Token
from ocpp_gateway.domain.ocpp16.start import Start
from ocpp_gateway.ocpp16.transaction_records import (
    ANY_CONNECTOR,
    REMOTE_START,
    START_MESSAGE,
    STARTED,
    STATUS,
    record_key,
)
from ocpp_gateway.ocpp16.who import presented, token_keys


@dataclass(frozen=True, slots=True)
class KnownOfStart:
    """`taken` is the start that the id belongs to, `answered` the id that the message was given;
    `remote_starts` wait for this connector or for any."""

    taken: dict[str, Any] | None
    answered: dict[str, Any] | None
    status: dict[str, Any] | None
    remote_starts: dict[Any, dict[str, Any]]
    token: IdToken | None
    registered: Token | None


def known_of_start(request: Request, start: Start, transaction_id: int) -> KnownOfStart:
    """One round trip."""
    connector_id, id_tag = _connector(request.payload), request.payload.get("idTag")
    connectors = list(dict.fromkeys((connector_id, ANY_CONNECTOR)))
    records = [
        record_key(request.station_id, STARTED, transaction_id),
        record_key(request.station_id, START_MESSAGE, start.message_key),
        record_key(request.station_id, STATUS, connector_id),
        *(record_key(request.station_id, REMOTE_START, connector) for connector in connectors),
    ]
    keys = token_keys(id_tag) if isinstance(id_tag, str) else []
    found = get_together(*records, *keys)
    taken, answered, status, *waiting = (i and i.content for i in found[: len(records)])
    token, registered = presented(str(id_tag), found[len(records) :]) if keys else (None, None)
    remote_starts = {c: w for c, w in zip(connectors, waiting, strict=True) if w}
    return KnownOfStart(taken, answered, status, remote_starts, token, registered)


def _connector(payload: dict[str, Any]) -> int:
    """Any connector where the message names none that could be one."""
    connector_id = payload.get("connectorId")
    return connector_id if isinstance(connector_id, int) else ANY_CONNECTOR
