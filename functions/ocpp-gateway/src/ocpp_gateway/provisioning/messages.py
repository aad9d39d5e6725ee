"""A queue of variables, asked in messages that the station can take (R-BOOT-6)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ocpp_gateway.domain.desired_variables import first_chunk
from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.provisioning.desired import limit
from ocpp_gateway.provisioning.run import Run

_MEMBERS: Final = {"GetVariables": "getVariableData", "SetVariables": "setVariableData"}


def ask_next(
    run: Run,
    progress: Progress,
    action: str,
    queue: Sequence[str],
    item_of: Callable[[str], Mapping[str, Any]],
) -> Move:
    """The next message; `queue` is not empty."""
    most = min(
        limit(run, f"DeviceDataCtrlr/ItemsPerMessage[{action}]"),
        progress.notes.get("most", len(queue)),
    )
    size = limit(run, f"DeviceDataCtrlr/BytesPerMessage[{action}]")
    keys = first_chunk(queue, item_of, most, size)
    return progress.noting(asked=keys), Ask(action, {_MEMBERS[action]: [*map(item_of, keys)]})


def heard(progress: Progress, reply: Reply) -> Progress:
    """Without what was asked; a message that failed as a whole is asked again in halves."""
    asked = progress.notes["asked"]
    if reply.response is None and len(asked) > 1:
        return progress.noting(most=len(asked) // 2)
    if reply.response is None:
        progress = progress.refused(", ".join(asked), reply)
    return progress.noting(queue=[key for key in progress.notes["queue"] if key not in asked])
