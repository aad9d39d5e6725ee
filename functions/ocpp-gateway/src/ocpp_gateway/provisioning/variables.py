"""Phase Variables: set what is not as desired, in messages the station can take (R-BOOT-6)."""

from dataclasses import replace

from corridor_kernel.ocpp.provisioning import DesiredState
from ocpp_gateway.domain.desired_variables import first_chunk
from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.provisioning.desired import desired_values, item_of, limit, states
from ocpp_gateway.provisioning.run import Run

_OPEN = (DesiredState.PENDING, DesiredState.UNKNOWN)


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """The next SetVariables; one that fails as a whole is tried in halves."""
    if "queue" not in progress.notes:
        progress = progress.noting(queue=_open_keys(run, progress), asked=())
    elif reply is not None:
        progress = _heard(progress, reply)
    return _ask(run, progress)


def _open_keys(run: Run, progress: Progress) -> tuple[str, ...]:
    """What may be set and is not so already; what waits for a reboot is not set again."""
    found = states(run, complete=progress.inventory)
    return tuple(key for key, state in found.items() if state in _OPEN)


def _heard(progress: Progress, reply: Reply) -> Progress:
    asked, queue = progress.notes["asked"], progress.notes["queue"]
    if reply.response is None and len(asked) > 1:
        return progress.noting(most=len(asked) // 2)
    rest = [key for key in queue if key not in asked]
    if reply.response is None:
        return progress.refused(", ".join(asked), reply).noting(queue=rest)
    return replace(progress, touched=(*progress.touched, *asked)).noting(queue=rest)


def _ask(run: Run, progress: Progress) -> Move:
    values = desired_values(run)
    queue = [key for key in progress.notes["queue"] if key in values]
    if not queue:
        return progress, None
    most = min(
        limit(run, "DeviceDataCtrlr/ItemsPerMessage[SetVariables]"),
        progress.notes.get("most", len(queue)),
    )
    size = limit(run, "DeviceDataCtrlr/BytesPerMessage[SetVariables]")
    keys = first_chunk(queue, lambda key: item_of(values, key), most, size)
    payload = {"setVariableData": [item_of(values, key) for key in keys]}
    return progress.noting(asked=keys), Ask("SetVariables", payload)


def waits_for_reboot(run: Run, progress: Progress) -> bool:
    """Whether anything desired takes effect only after a reboot."""
    return DesiredState.REBOOT_REQUIRED in states(run, complete=progress.inventory).values()
