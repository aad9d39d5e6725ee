"""What operators see of a run: how far it is, and what it could not do."""

from typing import Any

from corridor_kernel.ocpp.provisioning import RunState
from corridor_kernel.times import to_text
from ocpp_gateway.domain.provisioning import Progress
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.records import put_record

KIND = "provisioning"
LAST = "run"
RESTART = "restart"


def note_progress(run: Run, progress: Progress, state: RunState = RunState.RUNNING) -> None:
    content: dict[str, Any] = {
        "run_id": run.run_id,
        "state": state,
        "phase": progress.phase,
        "started_at": progress.started_at,
        "inventory": progress.inventory,
        "failures": list(progress.failures),
        "finished_at": None if state == RunState.RUNNING else to_text(run.now),
    }
    put_record(run.station.station_id, KIND, LAST, content, run.now)


def note_restart(run: Run, progress: Progress) -> None:
    """What the station was when it was asked to restart."""
    content = {"fingerprint": progress.fingerprint, "at": to_text(run.now)}
    put_record(run.station.station_id, KIND, RESTART, content, run.now)
