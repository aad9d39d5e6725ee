"""The gateway's domain events about stations; ids are the same whenever a fact is told again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corridor_aws.outbox import OutboxItem, outbox_item
from corridor_kernel.events import Event
from corridor_kernel.times import to_text
from ocpp_gateway.domain.connector_status import ConnectorStatus

SOURCE = "corridor.ocpp-gateway"


def station_connected(
    station_id: str, connection_id: str, protocol: str, now: datetime
) -> OutboxItem:
    """StationConnected: a socket of a known station is open."""
    data = {"station_id": station_id, "connection_id": connection_id, "protocol": protocol}
    return _item("StationConnected", (station_id, connection_id), now, data)


def station_disconnected(station_id: str, connection_id: str, now: datetime) -> OutboxItem:
    """StationDisconnected: its newest socket is closed."""
    data = {"station_id": station_id, "connection_id": connection_id}
    return _item("StationDisconnected", (station_id, connection_id), now, data)


def station_booted(
    station_id: str, registration: str, boot: Mapping[str, str | None], now: datetime
) -> OutboxItem:
    """StationBooted: with what it said of itself and the status that it was given."""
    said = {name: value for name, value in boot.items() if value is not None}
    data = {"station_id": station_id, "registration": registration} | said
    return _item("StationBooted", (station_id, to_text(now)), now, data)


def connector_status_changed(
    station_id: str, connector: ConnectorStatus, now: datetime
) -> OutboxItem:
    """ConnectorStatusChanged: newer than what was known of the connector."""
    timestamp = to_text(connector.timestamp)
    place = f"{connector.evse_id}.{connector.connector_id}"
    data = {
        "station_id": station_id,
        "evse_id": connector.evse_id,
        "connector_id": connector.connector_id,
        "status": connector.status,
        "timestamp": timestamp,
    }
    key = (station_id, place, timestamp, connector.status)
    return _item("ConnectorStatusChanged", key, now, data)


def security_event_received(
    station_id: str, fact: str, data: Mapping[str, str], now: datetime
) -> OutboxItem:
    """SecurityEventReceived: `fact` is the key of the fact that was kept."""
    return _item(
        "SecurityEventReceived", (station_id, fact), now, {"station_id": station_id, **data}
    )


def station_reported(station_id: str, request_id: int, action: str, now: datetime) -> OutboxItem:
    """StationReported: every page of the report is kept; `action` is what brought them."""
    data = {"station_id": station_id, "request_id": request_id, "action": action}
    return _item("StationReported", (station_id, action, str(request_id)), now, data)


def charging_limit_changed(
    station_id: str, key: str, limit: Mapping[str, Any], now: datetime
) -> OutboxItem:
    """ChargingLimitChanged: somebody besides us limits charging, otherwise than before or no more.

    `key` tells the source and the EVSE apart.
    """
    data = {"station_id": station_id, **limit}
    return _item("ChargingLimitChanged", (station_id, key, to_text(now)), now, data)


def ev_charging_needs_received(
    station_id: str, fact: str, needs: Mapping[str, Any], now: datetime
) -> OutboxItem:
    """EVChargingNeedsReceived: a car asks for a schedule; `fact` tells this message from others."""
    data = {"station_id": station_id, **needs}
    return _item("EVChargingNeedsReceived", (station_id, fact), now, data)


def _item(name: str, key: tuple[str, ...], now: datetime, data: Mapping[str, Any]) -> OutboxItem:
    return outbox_item(Event(SOURCE, name, "/".join((name, *key)), now, data))
