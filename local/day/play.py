"""Raises the curtain: registers the network, boots the stations, runs the scenes at once."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from local.day.audit import faults
from local.day.evening import SPEED, last_evening
from local.day.network import (
    EVSES,
    Post,
    enter_prices_and_cards,
    network,
    register_meter,
    register_station,
)
from local.day.progress import live
from local.day.scenes import SCENES
from local.day.stage import Stage, Surprise
from local.operator_client import Operator, eventually
from local.station.clock import Clock
from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station
from local.station.token import IdToken
from local.station.vehicle import Vehicle

Say = Callable[[str], None]
SAMPLE_EVERY_S = 120


@asynccontextmanager
async def stage_of(
    ocpp_url: str, operator: Operator, say: Say, provisioning: str = "OnRequest"
) -> Any:
    """A Stage whose stations are accepted and whose cards are known; closes them at the end."""
    now = datetime.now(UTC)
    cast = network(f"{now:%d%H%M%S}")
    clock = Clock(last_evening(now, cast.east.place.time_zone))
    stations = {post.id: _station(post, ocpp_url, clock) for post in cast.posts}
    stage = Stage(cast, operator, clock, stations, say)
    async with AsyncExitStack() as stack:
        boots = []
        for post in cast.posts:
            await register_station(post, operator, provisioning)
            await _register_meters(stage, post)
            boots.append(asyncio.create_task(_boot(stage, post, stack)))
        await enter_prices_and_cards(cast, operator)
        await asyncio.gather(*boots)
        await asyncio.gather(*(_known(stations[cast.east.id], token) for token in cast.known))
        if remains := await faults(cast, [], operator):
            raise Surprise(f"before the first car came: {remains}")
        yield stage


async def play(stage: Stage) -> None:
    """All scenes at once, with live lines in between; from here on time flies."""
    stage.clock.run_at(SPEED)
    async with live(stage), asyncio.TaskGroup() as group:
        for scene in SCENES:
            group.create_task(scene(stage))


async def _register_meters(stage: Stage, post: Post) -> None:
    for evse in stage.stations[post.id].evses.values():
        if signer := evse.readings.signer:
            now = stage.clock.now()
            await register_meter(post, evse.id, signer, now, stage.operator)
            curve, serial = signer.meter.key.curve, signer.meter.serial
            stage.tell(post, f"{post.id} EVSE {evse.id}: meter {serial} signs with {curve}")


async def _boot(stage: Stage, post: Post, stack: AsyncExitStack) -> None:
    station = await stack.enter_async_context(stage.stations[post.id])
    await stage.until(station.registration.accepted.is_set, f"{post.id} accepted")
    stage.tell(post, f"{post.id} booted and is accepted")
    if post is stage.network.posts[0] and (began := os.environ.get("RUN_STARTED_AT")):
        stage.say(f"First station accepted after {time.time() - float(began):.1f} s.")


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
        signing=post.signing,
    )
    return Station(config, clock)
