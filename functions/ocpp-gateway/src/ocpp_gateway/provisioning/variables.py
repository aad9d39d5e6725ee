"""Phase Variables: set what is not as desired, in messages the station can take (R-BOOT-6)."""

from dataclasses import replace

from corridor_kernel.ocpp.provisioning import DesiredState
from ocpp_gateway.domain.provisioning import Move, Progress, Reply
from ocpp_gateway.provisioning.desired import desired_values, item_of, states
from ocpp_gateway.provisioning.messages import ask_next, heard
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
    after = heard(progress, reply)
    if reply.response is None:
        return after
    return replace(after, touched=(*after.touched, *progress.notes["asked"]))


def _ask(run: Run, progress: Progress) -> Move:
    values = desired_values(run)
    queue = [key for key in progress.notes["queue"] if key in values]
    if not queue:
        return progress, None
    return ask_next(run, progress, "SetVariables", queue, lambda key: item_of(values, key))


def waits_for_reboot(run: Run, progress: Progress) -> bool:
    """Whether anything desired takes effect only after a reboot."""
    return DesiredState.REBOOT_REQUIRED in states(run, complete=progress.inventory).values()
