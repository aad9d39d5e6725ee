"""CALLs whose answer is all there is to know: the last one stands, by what it was about."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.records import put_newest

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Command:
    """The kind and key of its record; `kept` are the statuses worth one, None: all of them."""

    kind: str
    key: Callable[[Json], str]
    kept: Collection[str] | None = None


def _evse(payload: Json) -> str:
    evse = payload.get("evse", {"id": 0})
    return ".".join(str(evse[name]) for name in ("id", "connectorId") if name in evse)


def _vendor(payload: Json) -> str:
    return "/".join(payload[name] for name in ("vendorId", "messageId") if name in payload)


_DONE: Final = frozenset({"Accepted", "Scheduled"})

_COMMANDS: Final[Mapping[str, _Command]] = {
    "ChangeAvailability": _Command("availability", _evse, _DONE),
    "ClearCache": _Command("cache", lambda payload: "cleared"),
    "DataTransfer": _Command("data-transfer", _vendor),
    "Reset": _Command("reset", lambda payload: str(payload.get("evseId", 0)), _DONE),
    "TriggerMessage": _Command(
        "trigger", lambda payload: f"{payload['requestedMessage']}@{_evse(payload)}"
    ),
    "UnlockConnector": _Command(
        "unlock", lambda payload: f"{payload['evseId']}.{payload['connectorId']}"
    ),
}


def keep(finished: Finished) -> None:
    """What was asked and what was answered."""
    command = _COMMANDS[finished.action]
    if command.kept is not None and finished.response["status"] not in command.kept:
        return
    content = {
        "asked": finished.payload,
        "answer": finished.response,
        "call_id": finished.call_id,
    }
    key = command.key(finished.payload)
    put_newest(finished.station_id, command.kind, key, content, finished.finished_at)
