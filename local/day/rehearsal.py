"""One scene of the day, alone and fast, and what the backend made of it: for tests."""

import asyncio
from dataclasses import dataclass
from typing import Any

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


def rehearse(scene: Scene, endpoints: dict[str, str]) -> Outcome:
    """Play a scene on a local cloud until each of its sessions is billed."""
    return asyncio.run(_rehearse(scene, endpoints))


async def _rehearse(scene: Scene, endpoints: dict[str, str]) -> Outcome:
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
