"""The deadlines queue: what was put off is due."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from ocpp_gateway import connections
from ocpp_gateway.deadlines import (
    CALL_TIMEOUT,
    CAMPAIGN_DUE,
    CLOSE_CONNECTION,
    SWEEP_LOCAL_LISTS,
    SYNC_LOCAL_LIST,
    UPDATE_OVERDUE,
)
from ocpp_gateway.firmware.meet_deadline import meet_campaign_due, meet_update_overdue
from ocpp_gateway.local_lists.sweep_stations import sweep_stations
from ocpp_gateway.local_lists.sync_local_list import sync_local_list
from ocpp_gateway.time_out_call import time_out_call


def handler(event: dict[str, Any], context: Any) -> None:
    """One message a batch: an unknown kind is parked, trouble brings the message again."""
    each_message(event["Records"], _meet)


def _meet(message: Any) -> None:
    match message:
        case {"kind": kind, "connection_id": connection_id} if kind == CLOSE_CONNECTION:
            connections.close(connection_id)
        case {"kind": kind, "station_id": station_id, "call_id": call_id, "attempt": attempt} if (
            kind == CALL_TIMEOUT
        ):
            time_out_call(station_id, call_id, attempt, datetime.now(UTC))
        case {"kind": kind, "campaign_id": campaign_id, "at": at} if kind == CAMPAIGN_DUE:
            meet_campaign_due(campaign_id, at, datetime.now(UTC))
        case {
            "kind": kind,
            "campaign_id": campaign_id,
            "station_id": station_id,
            "attempt": attempt,
            "at": at,
        } if kind == UPDATE_OVERDUE:
            meet_update_overdue(campaign_id, station_id, attempt, at, datetime.now(UTC))
        case {"kind": kind, "after": after} if kind == SWEEP_LOCAL_LISTS:
            sweep_stations(after)
        case {"kind": kind, "station_id": station_id} if kind == SYNC_LOCAL_LIST:
            sync_local_list(station_id, datetime.now(UTC))
        case _:
            raise ValueError("no deadline of ours")
