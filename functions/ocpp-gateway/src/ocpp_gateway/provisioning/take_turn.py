"""One turn of a run: hear what the last CALL brought, say what comes next.

The state machine keeps the progress and hands it back, so a turn that is taken twice asks the
same CALL under the same id.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from corridor_kernel.times import to_text
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain.provisioning import (
    Ask,
    Move,
    Pause,
    Progress,
    Reply,
    progress_of,
    reply_of,
)
from ocpp_gateway.provisioning import (
    charging_profiles,
    local_list,
    read_back,
    release,
    report,
    restart,
    variables,
)
from ocpp_gateway.provisioning.conclude import conclude
from ocpp_gateway.provisioning.note_progress import note_progress
from ocpp_gateway.provisioning.run import Run, fingerprint_of

Json = Mapping[str, Any]

CALL_TIMEOUT_S: Final = 45
_AWAY_TRIES = 4
_AWAY_PAUSE_S = 15

_PHASES: Final[Mapping[str, Callable[[Run, Progress, Reply | None], Move]]] = {
    "Report": report.take,
    "Variables": variables.take,
    "ReadBack": read_back.take,
    "LocalList": local_list.take,
    "ChargingProfiles": charging_profiles.take,
    "Restart": restart.take,
    "Release": release.take,
}


def take_turn(event: Json, now: datetime) -> dict[str, Any]:
    """`{station_id, run_id, progress}` with `call`, or `wait_s`, or neither: the run is over."""
    run = run_of(event, now)
    progress, move = _move(run, _progress(run, event), reply_of(event.get("reply")))
    if move is None:
        conclude(run, progress)
    else:
        note_progress(run, progress)
    who = {"station_id": run.station.station_id, "run_id": run.run_id}
    return who | _answer(run, progress, move)


def run_of(event: Json, now: datetime) -> Run:
    """The run that `event` names."""
    station = find_station(event["station_id"])
    if station is None:
        raise ValueError("there is no such station")
    return Run(event["run_id"], station, now)


def _progress(run: Run, event: Json) -> Progress:
    if "progress" in event:
        return progress_of(event["progress"])
    return Progress(fingerprint_of(run.station), to_text(run.now))


def _move(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """What the first phase says that has something to do, this one or one after it."""
    if reply and reply.is_away and progress.away < _AWAY_TRIES:
        return replace(progress, away=progress.away + 1), Pause(_AWAY_PAUSE_S)
    progress, move = _PHASES[progress.phase](run, progress, reply)
    while move is None:
        following = progress.advanced()
        if following is None:
            return progress, None
        progress, move = _PHASES[following.phase](run, following, None)
    return progress, move


def _answer(run: Run, progress: Progress, move: Ask | Pause | None) -> dict[str, Any]:
    if isinstance(move, Pause):
        return {"progress": progress.content(), "wait_s": move.seconds}
    if move is None:
        return {"progress": progress.content()}
    call = {
        "call_id": f"{run.run_id}-{progress.turn}",
        "action": move.action,
        "payload": move.payload,
        "timeout_s": CALL_TIMEOUT_S,
    }
    return {"progress": replace(progress, turn=progress.turn + 1).content(), "call": call}
