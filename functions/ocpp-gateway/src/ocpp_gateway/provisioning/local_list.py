"""Phase LocalList: the station is asked for its version and brought up to date (R-AUTH-8).

The list follows by itself, message by message; the run only starts it and waits a little.
"""

from ocpp_gateway.domain.local_list import REFUSED, LocalList, local_list_of
from ocpp_gateway.domain.provisioning import Move, Pause, Progress, Reply
from ocpp_gateway.local_lists.sync_local_list import KIND, STATE, Occasion, sync_local_list
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.records import find_record

_WAITED_FOR_S = 30
_PAUSE_S = 1


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    waited = progress.notes.get("waited_s")
    if waited is None:
        started = sync_local_list(run.station.station_id, run.now, Occasion(doubt=True))
        return (progress.noting(waited_s=0), Pause(_PAUSE_S)) if started else (progress, None)
    state = local_list_of(find_record(run.station.station_id, KIND, STATE))
    if state.out is None or waited >= _WAITED_FOR_S:
        return _judged(progress, state), None
    return progress.noting(waited_s=waited + _PAUSE_S), Pause(_PAUSE_S)


def _judged(progress: Progress, state: LocalList) -> Progress:
    if state.basis == REFUSED:
        return progress.failing("SendLocalList", "the station takes no list")
    if state.out is not None:
        return progress.failing("SendLocalList", "not finished yet")
    return progress
