"""Live lines while cars charge: what the meters say, and how much of it the backend knows."""

import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

from corridor_kernel.identifiers import session_id
from local.day.network import Post
from local.day.stage import Stage
from local.operator_client import Operator, Refused
from local.station.evse import Evse
from local.station.transaction import Transaction

EVERY_S = 3.0


@asynccontextmanager
async def live(stage: Stage) -> Any:
    """Lines come every few seconds for as long as the context is open."""
    task = asyncio.create_task(_narrate(stage))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _narrate(stage: Stage) -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        for post, evse, transaction in _running(stage):
            known = await _known_kwh(stage.operator, post, transaction)
            if not transaction.has_ended:
                stage.tell(post, f"{_line(stage, post, evse, transaction)} (backend: {known})")


def _running(stage: Stage) -> Iterator[tuple[Post, Evse, Transaction]]:
    for post in stage.network.posts:
        for evse in stage.stations[post.id].evses.values():
            if evse.transaction:
                yield post, evse, evse.transaction


def _line(stage: Stage, post: Post, evse: Evse, transaction: Transaction) -> str:
    entry = transaction.entry
    energy_kwh = (evse.meter.register_wh - entry.samples[0][1]) / 1000
    minutes = (stage.clock.now() - entry.started_at).total_seconds() / 60
    return (
        f"  {post.id} EVSE {evse.id}  {transaction.state or '':11}"
        f" {minutes:3.0f} min {energy_kwh:7.2f} kWh {evse.meter.power_w / 1000:6.1f} kW"
    )


async def _known_kwh(operator: Operator, post: Post, transaction: Transaction) -> str:
    try:
        session = await operator.get(f"/sessions/{session_id(post.id, transaction.id)}")
    except Refused:
        return "not yet"
    return f"{float(session['energy_wh'] or 0) / 1000:.2f} kWh, {session['state']}"
