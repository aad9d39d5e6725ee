"""Which messages the station holds after Set- and ClearDisplayMessage (O01, O05)."""

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.records import delete_older, put_newest

KIND = "display-message"


def keep_set(finished: Finished) -> None:
    """An Accepted message replaces the one of the same id (O06)."""
    message = finished.payload["message"]
    if finished.response["status"] == "Accepted":
        key = str(message["id"])
        content = {**message, "call_id": finished.call_id}
        put_newest(finished.station_id, KIND, key, content, finished.finished_at)


def keep_cleared(finished: Finished) -> None:
    """Accepted or Unknown: it is not there any more."""
    key = str(finished.payload["id"])
    delete_older(finished.station_id, KIND, key, finished.finished_at)
