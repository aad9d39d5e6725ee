"""One station of the fleet: says what it can before the link is lost, and the rest afterwards."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from websockets.exceptions import InvalidHandshake

from corridor_kernel.times import to_text
from local.blackout.story import Payload, Transaction
from local.station.protocol import CallFailed, Disconnected
from local.station.raw import RawStation

TOLD_BEFORE = 2
TRIES = 40
PAUSE_S = 0.5
BOOT = {"reason": "PowerUp", "chargingStation": {"model": "Blackout", "vendorName": "Corridor"}}


class GivenUp(Exception):
    """A message was not answered after all tries: a real station would have discarded it."""


@dataclass(slots=True)
class Figures:
    """Seconds of each answer and of the whole replay, and when the link was there again."""

    connect_s: float = 0.0
    connected_at: float = 0.0
    first_heartbeat_s: float = 0.0
    answers_s: list[float] = field(default_factory=list)
    replay_s: float = 0.0

    @property
    def drain_per_s(self) -> float:
        """Events per second of this station."""
        return len(self.answers_s) / self.replay_s if self.replay_s else 0.0


@dataclass(slots=True)
class Station:
    """`habit` is how its replay goes wrong, see `order`."""

    raw: RawStation
    story: list[Transaction]
    habit: int
    figures: Figures = field(default_factory=Figures)

    async def before(self) -> None:
        """Boot, start the first transaction of each EVSE, and lose the link in the middle of it."""
        await self._connect()
        await self._say("BootNotification", BOOT)
        for transaction in _running(self.story):
            for event in transaction.events[:TOLD_BEFORE]:
                await self._say("TransactionEvent", event)
        await self.raw.close()

    async def after(self) -> None:
        """Come back, set the clock, tell the states, then all that happened meanwhile (E12)."""
        began = time.perf_counter()
        await self._connect()
        self.figures.connected_at = time.perf_counter()
        self.figures.connect_s = self.figures.connected_at - began
        began = time.perf_counter()
        await self._say("Heartbeat", {})
        self.figures.first_heartbeat_s = time.perf_counter() - began
        await self._say("StatusNotification", _status())
        began = time.perf_counter()
        for number, event in enumerate(order(self.story, self.habit)):
            if self.habit == CUT and number % 50 == 7:
                await self._cut(event)
            self.figures.answers_s.append(await self._say("TransactionEvent", event))
        self.figures.replay_s = time.perf_counter() - began
        await self.raw.close()

    async def _cut(self, event: Payload) -> None:
        """The link breaks while an answer is on its way: the station cannot know it was taken."""
        asking = asyncio.create_task(self.raw.call("TransactionEvent", event))
        await asyncio.sleep(0.005)
        await self.raw.close()
        await asking
        await self._connect()

    async def _connect(self) -> None:
        for _ in range(TRIES):
            try:
                await self.raw.connect()
            except (OSError, TimeoutError, InvalidHandshake):
                await asyncio.sleep(PAUSE_S)
            else:
                return
        raise GivenUp(f"{self.raw.station_id} cannot connect")

    async def _say(self, action: str, payload: Payload) -> float:
        """Seconds until the answer; asks again as often as a patient station would."""
        for _ in range(TRIES):
            answer, seconds = await self.raw.call(action, payload)
            if isinstance(answer, Disconnected):
                await self._connect()
            elif isinstance(answer, CallFailed):
                await asyncio.sleep(PAUSE_S)
            else:
                return seconds
        raise GivenUp(f"{self.raw.station_id}: {action} is not answered")


CUT, TWICE, GAPS, SHUFFLED = 1, 2, 3, 4


def order(story: list[Transaction], habit: int) -> list[Payload]:
    """What is told after the blackout, in the order and as often as this station tells it."""
    running = {id(transaction) for transaction in _running(story)}
    told: list[Payload] = []
    for transaction in story:
        rest = (
            transaction.events[TOLD_BEFORE:] if id(transaction) in running else transaction.events
        )
        events = [event | {"offline": True} for event in rest]
        if habit == GAPS:  # short of memory, every second Updated is dropped (E04.FR.07)
            events = [e for e in events if e["eventType"] != "Updated" or e["seqNo"] % 2]
        if habit == SHUFFLED:  # Ended overtakes
            events = [*events[:-3], events[-1], events[-2], events[-3]]
        told += [event for event in events for _ in range(2 if habit == TWICE else 1)]
    return told


def _running(story: list[Transaction]) -> list[Transaction]:
    """The first transaction of each EVSE: it runs when the link is lost."""
    return [transaction for transaction in story if transaction.transaction_id.endswith("-0")]


def _status() -> dict[str, Any]:
    return {
        "timestamp": to_text(datetime.now(UTC)),
        "connectorStatus": "Available",
        "evseId": 1,
        "connectorId": 1,
    }
