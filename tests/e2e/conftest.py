"""One scene of the charging day on the local cloud, and what the backend made of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from local.day.audit import Account, accounts, faults
from local.day.play import stage_of
from local.day.stage import Scene
from local.operator_client import Operator

SPEED = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every transaction of the stations, the CDRs in full, the faults, and what was narrated."""

    accounts: list[Account]
    cdrs: list[dict[str, Any]]
    faults: list[str]
    told: list[str]


@pytest.fixture
def watch(endpoints: dict[str, str]) -> Callable[[Scene], Outcome]:
    """Plays a scene until each of its sessions is billed."""
    return lambda scene: asyncio.run(_watch(scene, endpoints))


async def _watch(scene: Scene, endpoints: dict[str, str]) -> Outcome:
    operator = Operator(endpoints["http"], endpoints["operator_token"])
    told: list[str] = []
    async with stage_of(endpoints["ocpp"], operator, told.append) as stage:
        stage.clock.run_at(SPEED)
        await scene(stage)
        found = await accounts(stage.network, stage.stations, operator)
        wrong = await faults(stage.network, found, operator)
        ids = [cdr["cdr_id"] for account in found for cdr in account.cdrs]
        cdrs = [(await operator.get(f"/cdrs/{id}"))["cdr"] for id in ids]
        return Outcome(found, cdrs, wrong, told)
