"""Ask a station to start a transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from corridor_aws import settings, workflows
from corridor_aws.items import put_new
from sessions.domain.remote_start import call, candidate_id, execution_name
from sessions.tables import RemoteStartItem

RETENTION = timedelta(days=90)


def start_session(
    station_id: str, evse_id: int, id_token: Mapping[str, str], now: datetime
) -> RemoteStartItem:
    """The start as stored, before anything was sent; its state machine does the rest (R-TX-11)."""
    item = _stored(station_id, evse_id, id_token, now)
    remote_start_id = int(item.remote_start_id)
    workflows.start(
        settings.required("REMOTE_START_MACHINE_ARN"),
        execution_name(station_id, remote_start_id),
        {
            "station_id": station_id,
            "remote_start_id": remote_start_id,
            "call": call(station_id, remote_start_id, evse_id, id_token),
        },
    )
    return item


def _stored(
    station_id: str, evse_id: int, id_token: Mapping[str, str], now: datetime
) -> RemoteStartItem:
    """The start under the first id that the station has not been given."""
    item = RemoteStartItem(
        station_id,
        candidate_id(now),
        evse_id=evse_id,
        id_token=id_token["id_token"],
        id_token_type=id_token["type"],
        requested_at=now,
        expires_at=now + RETENTION,
    )
    while put_new(item) is not None:
        item.remote_start_id += 1
    return item
