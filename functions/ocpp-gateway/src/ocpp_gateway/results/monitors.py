"""Which monitors there are after Set- and ClearVariableMonitoring and SetMonitoringBase."""

from typing import Final

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.monitors import set_monitors
from ocpp_gateway.records import all_records, delete_older, put_newest

_GONE: Final = frozenset({"Accepted", "NotFound"})


def keep_set(finished: Finished) -> None:
    """Each monitor that was taken, by the id that the station gave it (N04)."""
    for key, monitor in set_monitors(finished.payload, finished.response):
        content = {**monitor, "call_id": finished.call_id}
        put_newest(finished.station_id, "monitor", key, content, finished.finished_at)


def keep_cleared(finished: Finished) -> None:
    """What is Accepted, or NotFound, is not there any more (N06)."""
    for result in finished.response["clearMonitoringResult"]:
        if result["status"] in _GONE:
            key = str(result["id"])
            delete_older(finished.station_id, "monitor", key, finished.finished_at)


def keep_base(finished: Finished) -> None:
    """The base; any but All clears or resets monitors, so the next report tells which there are.

    HardWiredOnly and FactoryDefault drop what was set and undo changes (N03.FR.04, 05).
    """
    if finished.response["status"] != "Accepted":
        return
    base, at = finished.payload["monitoringBase"], finished.finished_at
    content = {"monitoringBase": base, "call_id": finished.call_id}
    if base != "All":
        for key in all_records(finished.station_id, "monitor"):
            delete_older(finished.station_id, "monitor", key, at)
    put_newest(finished.station_id, "monitoring", "base", content, at)


def keep_level(finished: Finished) -> None:
    """The severity up to which monitors report (N05)."""
    if finished.response["status"] == "Accepted":
        content = {"severity": finished.payload["severity"], "call_id": finished.call_id}
        put_newest(finished.station_id, "monitoring", "level", content, finished.finished_at)
