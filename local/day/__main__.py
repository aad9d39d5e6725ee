"""`python -m local.day`: play the day on the running local cloud.

ONCE=1 ends with 0 only if each session was billed exactly once and to the cent; otherwise the
stations stay at the road until Ctrl-C.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from local.cloud import Cloud
from local.day.audit import Account, accounts, faults
from local.day.play import play, stage_of
from local.day.stage import Stage, Surprise
from local.day.summary import sessions, where_to_look
from local.operator_client import Operator, Overdue, Refused


def main() -> int:
    """0 if the day went by the script and the books agree with the bills."""
    parser = argparse.ArgumentParser(prog="python -m local.day", description=__doc__)
    parser.add_argument("--directory", type=Path, default=Cloud.directory, help="the cloud's place")
    cloud = Cloud(parser.parse_args().directory.resolve())
    endpoints = cloud.read(cloud.endpoints_file.name)
    if not endpoints:
        _say("No local cloud is up: `make up` starts one.")
        return 2
    try:
        return asyncio.run(_day(endpoints, os.environ.get("ONCE", "") not in ("", "0")))
    except KeyboardInterrupt:
        _say("\nThe stations have left. `make down` stops the local cloud.")
        return 0
    except (Overdue, Refused, Surprise, ExceptionGroup) as trouble:
        for error in _leaves(trouble):
            _say(f"The day failed: {type(error).__name__}: {error}")
        return 1


async def _day(endpoints: dict[str, str], once: bool) -> int:
    operator = Operator(endpoints["http"], endpoints["operator_token"])
    async with stage_of(endpoints["ocpp"], operator, _say, "InService") as stage:
        await play(stage)
        _say("\nAll have left; waiting for the bills ...")
        found = await accounts(stage.network, stage.stations, operator)
        _say(sessions(found))
        wrong = await _verdict(stage, found)
        if not once:
            _say(where_to_look(operator, found))
            _say(
                "\nThe stations stay connected. Ctrl-C sends them home; `make down` stops the rest."
            )
            await asyncio.Event().wait()
    return 1 if wrong else 0


async def _verdict(stage: Stage, found: list[Account]) -> list[str]:
    wrong = await faults(stage.network, found, stage.operator)
    for fault in wrong:
        _say(f"WRONG: {fault}")
    if not wrong:
        _say(
            f"{len(found)} sessions, each billed exactly once and to the cent as an independent sum"
            " over the stations' own books says, the German ones by what their meters have signed;"
            " the refused card has none."
        )
    return wrong


def _leaves(trouble: BaseException) -> list[BaseException]:
    if not isinstance(trouble, BaseExceptionGroup):
        return [trouble]
    return [leaf for error in trouble.exceptions for leaf in _leaves(error)]


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
