"""Raises the curtain: registers the network, boots the stations, runs the scenes at once."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from local.day.evening import SPEED, last_evening
from local.day.network import EVSES, Post, network, register
from local.day.progress import live
from local.day.scenes import SCENES
from local.day.stage import Stage
from local.operator_client import Operator, eventually
from local.station.clock import Clock
from local.station.link import Credentials
from local.station.station import Config, Station
from local.station.token import IdToken
from local.station.vehicle import Vehicle

Say = Callable[[str], None]
SAMPLE_EVERY_S = 120


@asynccontextmanager
async def stage_of(ocpp_url: str, operator: Operator, say: Say) -> Any:
    """A Stage whose stations are accepted and whose cards are known; closes them at the end."""
    now = datetime.now(UTC)
    cast = network(f"{now:%d%H%M%S}")
    await register(cast, operator)
    clock = Clock(last_evening(now, cast.east.place.time_zone))
    async with AsyncExitStack() as stack:
        stations = {post.id: _station(post, ocpp_url, clock) for post in cast.posts}
        stage = Stage(cast, operator, clock, stations, say)
        for station in stations.values():
            await stack.enter_async_context(station)
        await _all_accepted(stage)
        await asyncio.gather(*(_known(stations[cast.east.id], token) for token in cast.known))
        yield stage


async def play(stage: Stage) -> None:
    """All scenes at once, with live lines in between; from here on time flies."""
    stage.clock.run_at(SPEED)
    async with live(stage), asyncio.TaskGroup() as group:
        for scene in SCENES:
            group.create_task(scene(stage))


async def _all_accepted(stage: Stage) -> None:
    boots = [asyncio.create_task(_accepted(stage, post)) for post in stage.network.posts]
    await asyncio.wait(boots, return_when=asyncio.FIRST_COMPLETED)
    if began := os.environ.get("RUN_STARTED_AT"):
        stage.say(f"First station accepted after {time.time() - float(began):.1f} s.")
    await asyncio.gather(*boots)


async def _accepted(stage: Stage, post: Post) -> None:
    await stage.until(stage.stations[post.id].registration.accepted.is_set, f"{post.id} accepted")
    stage.tell(post, f"{post.id} booted and is accepted")


async def _known(station: Station, token: IdToken) -> None:
    """A new token reaches the gateway as an event: until then its card is unknown."""

    async def look() -> bool | None:
        info = await station.authorization.ask(token)
        return True if info["status"] == "Accepted" else None

    await eventually(look, f"the gateway knows {token.id_token}")


def _station(post: Post, ocpp_url: str, clock: Clock) -> Station:
    config = Config(
        Credentials(post.id, post.password, ocpp_url),
        evses=EVSES,
        variables={"TxUpdatedInterval": SAMPLE_EVERY_S},
        visitor=Vehicle(),
    )
    return Station(config, clock)
