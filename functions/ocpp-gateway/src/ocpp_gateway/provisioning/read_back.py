"""Phase ReadBack: a station may accept a value and keep another (R-BOOT-6)."""

from corridor_kernel.ocpp.provisioning import DesiredState
from ocpp_gateway.domain.desired_variables import parts_of
from ocpp_gateway.domain.provisioning import Move, Progress, Reply
from ocpp_gateway.provisioning.desired import states
from ocpp_gateway.provisioning.messages import ask_next, heard
from ocpp_gateway.provisioning.run import Run

_FAILED = (DesiredState.PENDING, DesiredState.REJECTED, DesiredState.UNKNOWN)


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """The next GetVariables of what was set; its result is kept before this goes on."""
    if "queue" not in progress.notes:
        progress = progress.noting(queue=_taken(run, progress), asked=())
    elif reply is not None:
        progress = heard(progress, reply)
    queue = progress.notes["queue"]
    if not queue:
        return _judged(run, progress), None
    return ask_next(run, progress, "GetVariables", queue, parts_of)


def _taken(run: Run, progress: Progress) -> tuple[str, ...]:
    """What was set, but for what the station does not have or has only after a reboot."""
    found = states(run, complete=progress.inventory)
    away = (DesiredState.NOT_SUPPORTED, DesiredState.REBOOT_REQUIRED)
    return tuple(key for key in progress.touched if found.get(key) not in away)


def _judged(run: Run, progress: Progress) -> Progress:
    """With a failure for each variable that is not as it was set."""
    for key, state in states(run, complete=progress.inventory).items():
        if key in progress.touched and state in _FAILED:
            progress = progress.failing(key, state)
    return progress
