"""OCPP-J on one socket: one CALL outstanding, and calm about frames that are none."""

import asyncio
from collections.abc import Callable
from typing import Any

from ocpp.exceptions import OCPPError
from ocpp.v201 import ChargePoint
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

OnFrame = Callable[[str, str], None]


class CallFailed(Exception):
    """A CALL got a CALLERROR, a frame that is no OCPP, or nothing in time."""


class Disconnected(Exception):
    """The link went down before the answer came."""


class Protocol(ChargePoint):  # type: ignore[misc]
    """The `ocpp` package's charge point, with answers that can also be missing."""

    def __init__(
        self,
        identity: str,
        connection: ClientConnection,
        on_frame: OnFrame,
        timeout_s: float,
        validate: bool,
    ) -> None:
        super().__init__(identity, connection, response_timeout=timeout_s)
        self._on_frame = on_frame
        self._validate = validate
        self._asking = asyncio.Lock()
        self._closed = False
        self._trouble: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        for handlers in self.route_map.values():
            handlers["_skip_schema_validation"] = not validate

    async def start(self) -> None:
        """Read frames until the socket closes."""
        try:
            async for frame in self._connection:
                self._on_frame("<", frame)
                await self.route_message(frame)
        except ConnectionClosed:
            pass
        finally:
            self._closed = True
            self._give_up(Disconnected())

    async def route_message(self, frame: str) -> None:
        """As the package does; a frame that is no array counts as a failed answer.

        API Gateway says `{"message": "Internal server error", …}` when its integration fails.
        """
        if frame.lstrip().startswith("["):
            await super().route_message(frame)
        else:
            self._give_up(CallFailed(f"not an OCPP frame: {frame}"))

    async def ask(self, request: Any, message_id: str | None = None) -> Any:
        """The answer to a CALL; raises CallFailed or Disconnected."""
        async with self._asking:
            if self._closed:
                raise Disconnected
            self._trouble = asyncio.get_running_loop().create_future()
            answer = asyncio.ensure_future(self._call(request, message_id))
            try:
                await asyncio.wait({answer, self._trouble}, return_when=asyncio.FIRST_COMPLETED)
                if answer.done():
                    return answer.result()
                raise self._trouble.result()
            finally:
                answer.cancel()

    def _give_up(self, trouble: Exception) -> None:
        if not self._trouble.done():
            self._trouble.set_result(trouble)

    async def _call(self, request: Any, message_id: str | None) -> Any:
        try:
            return await self.call(
                request,
                suppress=False,
                unique_id=message_id,
                skip_schema_validation=not self._validate,
            )
        except ConnectionClosed as error:
            raise Disconnected from error
        except (OCPPError, TimeoutError) as error:
            raise CallFailed(f"{type(request).__name__}: {error!r}") from error

    async def _send(self, message: str) -> None:
        self._on_frame(">", message)
        await self._connection.send(message)
