"""To which transaction a message belongs that names none of ours (§5.1): never a guess.

Stations that started while they were offline send -1 or another id of their own, or none at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.id_tokens import folded
from corridor_kernel.times import from_text, readable, to_text
from ocpp_gateway.domain.instants import told_instant
from ocpp_gateway.domain.ocpp16.start import Running
from ocpp_gateway.domain.ocpp16.transactions import newest

STOP = "StopTransaction"
METER_VALUES = "MeterValues"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A message that waits for its transaction; `key` is its record's."""

    key: str
    action: str
    payload: Mapping[str, Any]
    received_at: datetime
    message_id: str
    violation: str | None

    @property
    def told_at(self) -> datetime:
        """When it happened, by the station's clock."""
        return happened_at(self.action, self.payload, self.received_at)


def happened_at(action: str, payload: Mapping[str, Any], now: datetime) -> datetime:
    """The time that a message tells of."""
    return told_instant(_told(action, payload), now)


def place_in_time(action: str, payload: Mapping[str, Any]) -> str:
    """That time as a text that sorts; what cannot be read sorts behind every other."""
    instant = readable(_told(action, payload))
    return to_text(instant) if instant else "unreadable"


def _told(action: str, payload: Mapping[str, Any]) -> Any:
    if action == STOP:
        return payload.get("timestamp")
    values = payload.get("meterValue")
    return newest(values if isinstance(values, list) else ())


def find(
    known: Iterable[Running], action: str, payload: Mapping[str, Any], now: datetime
) -> Running | None:
    """The running transaction that a message must belong to; None if that is not certain."""
    at = happened_at(action, payload, now)
    fits = _ends if action == STOP else _measures
    fitting = [one for one in known if one.started_at <= at and fits(one, payload)]
    if len({one.connector_id for one in fitting}) > 1:
        return None
    return max(fitting, key=lambda one: one.started_at, default=None)


def adopted(
    start: Running, later: Iterable[Running], orphans: Sequence[Orphan]
) -> tuple[Orphan, ...]:
    """The messages that came before their StartTransaction: its stop and its meter values.

    `later` are the other running transactions: what happened after one of them began on the same
    connector is not this one's.
    """
    others = [one for one in later if one.transaction_id != start.transaction_id]
    until = min(
        (
            one.started_at
            for one in others
            if one.connector_id == start.connector_id and one.started_at > start.started_at
        ),
        default=None,
    )
    mine = [
        orphan
        for orphan in orphans
        if start.started_at <= orphan.told_at and (until is None or orphan.told_at < until)
    ]
    stops = [o for o in mine if o.action == STOP and _ends(start, o.payload)]
    stop = min(stops, key=lambda orphan: orphan.told_at, default=None)
    if stop and find([*others, start], STOP, stop.payload, stop.received_at) != start:
        stop = None
    measured = [
        orphan
        for orphan in mine
        if orphan.action == METER_VALUES
        and _measures(start, orphan.payload)
        and (stop is None or orphan.told_at <= stop.told_at)
    ]
    return (*measured, stop) if stop else tuple(measured)


def orphan(key: str, content: Mapping[str, Any]) -> Orphan:
    """The message in a record."""
    return Orphan(
        key,
        content["action"],
        content["payload"],
        from_text(content["receivedAt"]),
        content["messageId"],
        content["violation"],
    )


def _measures(running: Running, payload: Mapping[str, Any]) -> bool:
    return bool(payload.get("connectorId") == running.connector_id)


def _ends(running: Running, payload: Mapping[str, Any]) -> bool:
    """By card and meter. An id above 0 is another backend's: then only its own card will do."""
    stop, id_tag, named = (payload.get(n) for n in ("meterStop", "idTag", "transactionId"))
    if type(stop) is not int or (running.meter_start is not None and stop < running.meter_start):
        return False
    if isinstance(id_tag, str):
        return folded(id_tag) == folded(running.id_tag)
    return not (type(named) is int and named > 0)
