"""What every topic of the station's answers stands on: the station, and typed decorators."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from ocpp import routing
from websockets.asyncio.client import ClientConnection

from local.station.protocol import CallFailed, Disconnected, Protocol

if TYPE_CHECKING:
    from local.station.station import Station

EvseId = dict[str, Any] | None
Method = TypeVar("Method", bound=Callable[..., Any])


def on(action: str) -> Callable[[Method], Method]:
    """Marks the method that makes the CALLRESULT; an OCPPError it raises becomes the CALLERROR."""
    mark: Callable[[Method], Method] = routing.on(action)
    return mark


def after(action: str) -> Callable[[Method], Method]:
    """Marks what happens once the CALLRESULT is out, with the same arguments."""
    mark: Callable[[Method], Method] = routing.after(action)
    return mark


class Answering(Protocol):
    """Base of each topic's mixin. Method names must differ over all topics: `ocpp` maps by name."""

    def __init__(self, station: "Station", connection: ClientConnection) -> None:
        timeout_s = station.model.number("MessageTimeout")
        config = station.config
        validate = config.validate and not config.quirks.breaks_schemas
        super().__init__(station.id, connection, station.on_frame, timeout_s, validate)
        self._unique_id_generator = station.new_message_id
        self._station = station


async def deliver(messages: Awaitable[Any]) -> None:
    """Send what was asked for; a refusal or a lost link ends it."""
    with suppress(CallFailed, Disconnected):
        await messages


def verdict(accepted: bool) -> str:
    """The status of the many enums that say Accepted or Rejected."""
    return "Accepted" if accepted else "Rejected"
