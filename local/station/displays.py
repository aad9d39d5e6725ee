"""The messages on the station's display (block O)."""

from typing import TYPE_CHECKING, Any

from corridor_kernel.times import from_text

if TYPE_CHECKING:
    from local.station.station import Station

Message = dict[str, Any]

_PRIORITIES = ("AlwaysFront", "InFront", "NormalCycle")


class Displays:
    """By id; a message with the id of another replaces it, and so does a second AlwaysFront."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._messages: dict[int, Message] = {}
        station.model.named("DisplayMessages").live = lambda: str(len(self._current()))

    def set(self, message: Message) -> str:
        """A DisplayMessageStatusEnumType."""
        status = self._status(message)
        if status == "Accepted":
            if message["priority"] == "AlwaysFront":
                self._forget_front()
            self._messages[message["id"]] = message
            self._station.on_display(self.texts())
        return status

    def texts(self) -> list[str]:
        """What a driver reads who comes by, the urgent first."""
        shown = sorted(
            self._current().values(), key=lambda message: _PRIORITIES.index(message["priority"])
        )
        return [message["message"]["content"] for message in shown]

    def select(
        self, ids: list[int] | None, priority: str | None, state: str | None
    ) -> list[Message]:
        """Messages of these ids, this priority and state; None wants any."""
        return [
            message
            for message in self._current().values()
            if (ids is None or message["id"] in ids)
            and priority in (None, message["priority"])
            and state in (None, message.get("state"))
        ]

    def clear(self, message_id: int) -> bool:
        """Whether there was one."""
        found = self._messages.pop(message_id, None) is not None
        if found:
            self._station.on_display(self.texts())
        return found

    def forget_transaction(self, transaction_id: str) -> None:
        """Messages for a transaction end with it (O02.FR.02)."""
        for message in list(self._messages.values()):
            if message.get("transaction_id") == transaction_id:
                del self._messages[message["id"]]

    def _status(self, message: Message) -> str:
        model = self._station.model
        if message["message"]["format"] not in model.text("SupportedFormats").split(","):
            return "NotSupportedMessageFormat"
        if message["priority"] not in model.text("SupportedPriorities").split(","):
            return "NotSupportedPriority"
        if "state" in message and message["state"] not in model.text("SupportedStates").split(","):
            return "NotSupportedState"
        transaction_id = message.get("transaction_id")
        if transaction_id and self._station.evse_of(transaction_id) is None:
            return "UnknownTransaction"
        return "Accepted" if self._has_room(message) else "Rejected"

    def _has_room(self, message: Message) -> bool:
        others = [m for m in self._current() if m != message["id"]]
        most = self._station.model.named("DisplayMessages").maximum
        return most is None or len(others) < most

    def _forget_front(self) -> None:
        for message in list(self._messages.values()):
            if message["priority"] == "AlwaysFront":
                del self._messages[message["id"]]

    def _current(self) -> dict[int, Message]:
        now = self._station.clock.now()
        self._messages = {
            message_id: message
            for message_id, message in self._messages.items()
            if "end_date_time" not in message or now < from_text(message["end_date_time"])
        }
        return self._messages
