"""What the scenes share: the stations on it, the operator, the clock and the narrator."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from local.day.network import Network, Post
from local.operator_client import Operator, eventually
from local.station.clock import Clock
from local.station.evse import Evse
from local.station.station import Station
from local.station.token import IdToken


class Surprise(Exception):
    """The play took a turn that is not in the script."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`stations` by id; `say` prints one line."""

    network: Network
    operator: Operator
    clock: Clock
    stations: dict[str, Station]
    say: Callable[[str], None]

    def evse(self, post: Post, number: int) -> Evse:
        return self.stations[post.id].evses[number]

    def tell(self, post: Post, what: str) -> None:
        """Narrate with the site's wall clock."""
        self.say(f"{wall_clock(self.clock.now(), post)}  {what}")

    async def minutes(self, minutes: float) -> None:
        """Let time pass at the road."""
        await self.clock.sleep(minutes * 60)

    async def show_card(self, evse: Evse, token: IdToken) -> None:
        """Hold a known card to the reader."""
        status = await evse.present(token)
        if status != "Accepted":
            raise Surprise(f"card {token.id_token} was answered {status}")

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait for something at a station."""

        async def look() -> bool | None:
            return true() or None

        await eventually(look, what)


Scene = Callable[[Stage], Coroutine[Any, Any, None]]


def wall_clock(instant: datetime, post: Post) -> str:
    """Hours and minutes at the site."""
    return f"{instant.astimezone(ZoneInfo(post.place.time_zone)):%H:%M}"
