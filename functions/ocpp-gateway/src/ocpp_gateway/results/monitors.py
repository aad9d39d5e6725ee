"""Which monitors there are after Set- and ClearVariableMonitoring and SetMonitoringBase."""

from collections.abc import Collection
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
    results = finished.response["clearMonitoringResult"]
    _drop(finished, {str(result["id"]) for result in results if result["status"] in _GONE})


def keep_base(finished: Finished) -> None:
    """The base; any but All clears or resets monitors, so the next report tells which there are.

    HardWiredOnly and FactoryDefault drop what was set and undo changes (N03.FR.04, 05).
    """
    if finished.response["status"] != "Accepted":
        return
    base, at = finished.payload["monitoringBase"], finished.finished_at
    content = {"monitoringBase": base, "call_id": finished.call_id}
    if base != "All":
        _drop(finished, all_records(finished.station_id, "monitor"))
    put_newest(finished.station_id, "monitoring", "base", content, at)


def keep_level(finished: Finished) -> None:
    """The severity up to which monitors report (N05)."""
    if finished.response["status"] == "Accepted":
        content = {"severity": finished.payload["severity"], "call_id": finished.call_id}
        put_newest(finished.station_id, "monitoring", "level", content, finished.finished_at)


def _drop(finished: Finished, ids: Collection[str]) -> None:
    """A monitor that is gone never clears its alarm (N07.FR.12), so the alarm goes with it."""
    for key in ids:
        delete_older(finished.station_id, "monitor", key, finished.finished_at)
    for alarm in all_records(finished.station_id, "alarm"):
        if alarm.rpartition("!")[2] in ids:
            delete_older(finished.station_id, "alarm", alarm, finished.finished_at)
