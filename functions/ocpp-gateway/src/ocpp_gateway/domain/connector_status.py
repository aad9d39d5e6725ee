"""What a connector is fit for, told by StatusNotification or by NotifyEvent (R-BOOT-8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ocpp_gateway.domain.instants import news_instant

STATUSES = frozenset({"Available", "Occupied", "Reserved", "Unavailable", "Faulted"})


@dataclass(frozen=True, slots=True)
class ConnectorStatus:
    """The status of one connector since `timestamp`."""

    evse_id: int
    connector_id: int
    status: str
    timestamp: datetime


def in_status_notification(payload: Mapping[str, Any], now: datetime) -> ConnectorStatus:
    """The status that a schema-valid StatusNotification tells."""
    return ConnectorStatus(
        payload["evseId"],
        payload["connectorId"],
        payload["connectorStatus"],
        news_instant(payload["timestamp"], now),
    )


def in_notify_event(payload: Mapping[str, Any], now: datetime) -> Iterator[ConnectorStatus]:
    """The statuses among the events of a NotifyEvent, which may break the schema."""
    events = payload.get("eventData")
    for event in events if isinstance(events, list) else []:
        match event:
            case {
                "component": {
                    "name": "Connector",
                    "evse": {"id": int(evse_id), "connectorId": int(connector_id)},
                },
                "variable": {"name": "AvailabilityState"},
                "actualValue": str(status),
            } if status in STATUSES and bool not in (type(evse_id), type(connector_id)):
                timestamp = news_instant(event.get("timestamp"), now)
                yield ConnectorStatus(evse_id, connector_id, status, timestamp)
