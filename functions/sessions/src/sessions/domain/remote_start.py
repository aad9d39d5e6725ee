"""Remote starts: their ids and what is asked of the station (R-TX-11)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from corridor_kernel.identifiers import digest

CALL_TIMEOUT_S: Final = 45
LARGEST_ID: Final = 2**31 - 1

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_CALLS = UUID("0d8c6d0c-52a6-4a3a-9a53-6a1d1c1f9a10")


def candidate_id(now: datetime) -> int:
    """Seconds since 2020: fits a signed 32-bit integer until 2088.

    It needs no counter that could be lost and start again; the table refuses an id that is taken.
    """
    return int((now - _EPOCH).total_seconds())


def execution_name(station_id: str, remote_start_id: int) -> str:
    """The name of the start's state machine execution; an identity may hold `*`, `:` and `|`."""
    return f"{digest(station_id.encode())}-{remote_start_id}"


def call(
    station_id: str, remote_start_id: int, evse_id: int, id_token: Mapping[str, str]
) -> dict[str, Any]:
    """The station call of a start, without task token; its id is unique for ever (R-RPC-5)."""
    return {
        "station_id": station_id,
        "call_id": str(uuid5(_CALLS, f"{station_id}\n{remote_start_id}")),
        "action": "RequestStartTransaction",
        "payload": {
            "remoteStartId": remote_start_id,
            "evseId": evse_id,
            "idToken": {"idToken": id_token["id_token"], "type": id_token["type"]},
        },
        "timeout_s": CALL_TIMEOUT_S,
    }
