"""A station for crowds: frames by orjson, no schema checks, no behaviour of its own."""

import asyncio
import time
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from corridor_kernel.ocpp.frames import Call, CallError, CallResult, FrameError, dump, parse
from local.station.link import Credentials, handshake
from local.station.protocol import CallFailed, Disconnected


class RawStation:
    """`connect`, then one `call` at a time; the backend's CALLs get the answer in `answers`.

    `answers` maps an action to the payload of its CALLRESULT; others are NotImplemented.
    """

    def __init__(
        self,
        station_id: str,
        password: str,
        url: str,
        answers: dict[str, dict[str, Any]] | None = None,
        timeout_s: float = 30,
    ) -> None:
        self.station_id = station_id
        self._credentials = Credentials(station_id, password, url)
        self._answers = answers or {}
        self._timeout_s = timeout_s
        self._count = 0
        self._connection: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._answer: asyncio.Future[Any] | None = None
        self._message_id = ""

    async def connect(self) -> None:
        """Open the socket; OSError, TimeoutError or InvalidHandshake if that fails."""
        self._connection = await handshake(self._credentials)
        self._reader = asyncio.create_task(self._read(self._connection))

    async def close(self) -> None:
        """Close in order and wait for the reader."""
        if self._connection and self._reader:
            await self._connection.close()
            await self._reader

    async def call(self, action: str, payload: dict[str, Any]) -> tuple[Any, float]:
        """The answer's payload, or a CallFailed or Disconnected, and the round trip in seconds."""
        assert self._connection, "connect first"
        self._count += 1
        self._message_id = f"{self._count}-{time.time_ns()}"
        self._answer = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        try:
            await self._connection.send(dump(Call(self._message_id, action, payload)))
            async with asyncio.timeout(self._timeout_s):
                answer = await self._answer
        except ConnectionClosed:
            answer = Disconnected()
        except TimeoutError:
            answer = CallFailed(f"{action}: no answer in {self._timeout_s} s")
        return answer, time.perf_counter() - began

    async def _read(self, connection: ClientConnection) -> None:
        try:
            async for text in connection:
                if answer := self._take(text):
                    await connection.send(answer)
        except ConnectionClosed:
            pass
        finally:
            self._settle(Disconnected())

    def _take(self, text: str | bytes) -> str | None:
        try:
            frame = parse(text)
        except FrameError:
            self._settle(CallFailed(f"not an OCPP frame: {text!r}"))
            return None
        if isinstance(frame, Call):
            return self._reply(frame)
        if frame.message_id == self._message_id:
            self._settle(_outcome(frame))
        return None

    def _reply(self, call: Call) -> str:
        if call.action in self._answers:
            return dump(CallResult(call.message_id, self._answers[call.action]))
        return dump(CallError(call.message_id, "NotImplemented"))

    def _settle(self, outcome: Any) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(outcome)


def _outcome(frame: CallResult | CallError) -> Any:
    if isinstance(frame, CallResult):
        return frame.payload
    return CallFailed(f"{frame.code}: {frame.description}")
