"""Phase ReadBack: a station may accept a value and keep another (R-BOOT-6)."""

from corridor_kernel.ocpp.provisioning import DesiredState
from ocpp_gateway.domain.desired_variables import first_chunk, parts_of
from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.provisioning.desired import limit, states
from ocpp_gateway.provisioning.run import Run

_FAILED = (DesiredState.PENDING, DesiredState.REJECTED, DesiredState.UNKNOWN)


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """The next GetVariables of what was set; its result is kept before this goes on."""
    if "queue" not in progress.notes:
        progress = progress.noting(queue=_taken(run, progress), asked=())
    elif reply is not None:
        progress = _heard(progress, reply)
    if not progress.notes["queue"]:
        return _judged(run, progress), None
    return _ask(run, progress)


def _taken(run: Run, progress: Progress) -> tuple[str, ...]:
    """What was set, but for what the station does not have or has only after a reboot."""
    found = states(run, complete=progress.inventory)
    away = (DesiredState.NOT_SUPPORTED, DesiredState.REBOOT_REQUIRED)
    return tuple(key for key in progress.touched if found.get(key) not in away)


def _heard(progress: Progress, reply: Reply) -> Progress:
    asked = progress.notes["asked"]
    if reply.response is None and len(asked) > 1:
        return progress.noting(most=len(asked) // 2)
    rest = [key for key in progress.notes["queue"] if key not in asked]
    if reply.response is None:
        progress = progress.refused(", ".join(asked), reply)
    return progress.noting(queue=rest)


def _ask(run: Run, progress: Progress) -> Move:
    queue = progress.notes["queue"]
    most = min(
        limit(run, "DeviceDataCtrlr/ItemsPerMessage[GetVariables]"),
        progress.notes.get("most", len(queue)),
    )
    size = limit(run, "DeviceDataCtrlr/BytesPerMessage[GetVariables]")
    keys = first_chunk(queue, parts_of, most, size)
    payload = {"getVariableData": [parts_of(key) for key in keys]}
    return progress.noting(asked=keys), Ask("GetVariables", payload)


def _judged(run: Run, progress: Progress) -> Progress:
    """With a failure for each variable that is not as it was set."""
    for key, state in states(run, complete=progress.inventory).items():
        if key in progress.touched and state in _FAILED:
            progress = progress.failing(key, state)
    return progress
