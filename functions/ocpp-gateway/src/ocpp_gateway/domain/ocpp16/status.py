"""The nine states of a 1.6 connector as availability and charging state of 2.0.1."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ocpp_gateway.domain.connector_status import ConnectorStatus
from ocpp_gateway.domain.instants import news_instant, told_instant
from ocpp_gateway.domain.ocpp16.transactions import LATE

AVAILABILITY: Final[Mapping[str, str]] = {
    "Available": "Available",
    "Preparing": "Occupied",
    "Charging": "Occupied",
    "SuspendedEV": "Occupied",
    "SuspendedEVSE": "Occupied",
    "Finishing": "Occupied",
    "Reserved": "Reserved",
    "Unavailable": "Unavailable",
    "Faulted": "Faulted",
}

# Preparing says nothing of a transaction: the cable may be in before it and after it.
CHARGING_STATES: Final[Mapping[str, str]] = {
    "Charging": "Charging",
    "SuspendedEV": "SuspendedEV",
    "SuspendedEVSE": "SuspendedEVSE",
    "Finishing": "EVConnected",
}


def connector_status(told: Mapping[str, Any], now: datetime) -> ConnectorStatus | None:
    """The connector's status; None for connector 0, which is the station as a whole."""
    if told["connectorId"] < 1:
        return None
    at = news_instant(told.get("timestamp"), now)
    return ConnectorStatus(told["connectorId"], 1, AVAILABILITY[told["status"]], at)


def told_at(told: Mapping[str, Any], now: datetime) -> datetime:
    """A status without a timestamp is one of now."""
    return told_instant(told.get("timestamp"), now)


def charging_state_at(
    status: Mapping[str, Any] | None, told: Mapping[str, Any], now: datetime
) -> str | None:
    """The charging state with which a transaction starts, if the connector told it before.

    Only of a start that is told as it happens: nobody knows what was before an offline one.
    """
    at = told_instant(told.get("timestamp"), now)
    if status is None or now - at > LATE:
        return None
    state = CHARGING_STATES.get(status["status"])
    return state if state != "EVConnected" and told_at(status, now) >= at - LATE else None
