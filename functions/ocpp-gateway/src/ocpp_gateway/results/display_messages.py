"""Which messages the station holds after Set- and ClearDisplayMessage (O01, O05)."""

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.records import all_records, delete_older, put_newest

KIND = "display-message"
_ALWAYS_FRONT = "AlwaysFront"


def keep_set(finished: Finished) -> None:
    """An Accepted message replaces the one of the same id (O06), or the AlwaysFront one."""
    message = finished.payload["message"]
    if finished.response["status"] != "Accepted":
        return
    if message["priority"] == _ALWAYS_FRONT:
        _drop_always_front(finished, str(message["id"]))
    content = {**message, "call_id": finished.call_id}
    put_newest(finished.station_id, KIND, str(message["id"]), content, finished.finished_at)


def keep_cleared(finished: Finished) -> None:
    """Accepted or Unknown: it is not there any more."""
    key = str(finished.payload["id"])
    delete_older(finished.station_id, KIND, key, finished.finished_at)


def _drop_always_front(finished: Finished, but: str) -> None:
    """A station has one of them (O01.FR.16, O02.FR.18)."""
    for key, message in all_records(finished.station_id, KIND).items():
        if key != but and message["priority"] == _ALWAYS_FRONT:
            delete_older(finished.station_id, KIND, key, finished.finished_at)
