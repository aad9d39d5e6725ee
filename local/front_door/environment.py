"""One Lambda environment seen from outside: a process that answers one event at a time."""

import asyncio
import struct
import subprocess
import time
from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

import orjson

from local.front_door.api import Function

_LENGTH = struct.Struct("!I")


class FunctionFailed(Exception):
    """A function raised, crashed, timed out or could not start."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(f"{error_type}: {message}")
        self.message = message


class Pipe(asyncio.Protocol):
    """Our end of the pipe to one environment; one message is under way at a time."""

    def __init__(self) -> None:
        self.open = True
        self._buffer = bytearray()
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    async def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """The environment's answer to `message`; FunctionFailed if its process ends."""
        content = orjson.dumps(message)
        self.transport.write(_LENGTH.pack(len(content)) + content)
        answer: dict[str, Any] = orjson.loads(await self._next())
        return answer

    def _next(self) -> asyncio.Future[bytes]:
        self._answer = asyncio.get_running_loop().create_future()
        if not self.open:
            self._answer.set_exception(FunctionFailed("Runtime.ExitError", "the process ended"))
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) < _LENGTH.size:
            return
        end = _LENGTH.size + _LENGTH.unpack_from(self._buffer)[0]
        if len(self._buffer) >= end and self._answer and not self._answer.done():
            self._answer.set_result(bytes(self._buffer[_LENGTH.size : end]))
            self._buffer.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self._answer and not self._answer.done():
            self._answer.set_exception(FunctionFailed("Runtime.ExitError", "the process ended"))


class Environment:
    """One process of a function."""

    def __init__(self, function: Function, process: subprocess.Popen[bytes], pipe: Pipe) -> None:
        self._function = function
        self._process = process
        self._pipe = pipe
        self.born = time.monotonic()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether its process can take an event."""
        return self._pipe.open

    async def invoke(self, event: Mapping[str, Any]) -> Any:
        """What the handler returns for `event`; FunctionFailed, and the end of the process, if it
        takes longer than the function may."""
        message = {"event": event, "request_id": str(uuid4())}
        timeout_s = self._function.timeout_s
        try:
            async with asyncio.timeout(timeout_s):
                answer = await self._pipe.ask(message)
        except TimeoutError:
            self.end()
            reason = f"Task timed out after {timeout_s:.2f} seconds"
            raise FunctionFailed("Sandbox.Timedout", reason) from None
        except asyncio.CancelledError:
            self.end()
            raise
        if error := answer.get("error"):
            raise FunctionFailed(error["errorType"], error["errorMessage"])
        return answer["result"]

    def end(self) -> None:
        """Kill the process, as Lambda does."""
        self._pipe.open = False
        self._pipe.transport.abort()
        self._process.kill()
        self._process.wait()
