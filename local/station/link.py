"""The way to the backend: handshake, back-off, and the pulled plug."""

import asyncio
import random
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ssl import SSLContext
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake

from local.station.device_model import DeviceModel

SUBPROTOCOL = "ocpp2.0.1"
MAX_FRAME_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who connects where: identity and password as they are, url up to the last slash.

    `tls` for wss:// addresses; `basic`: whether to show the password (security profiles 1 and 2).
    """

    identity: str
    password: str
    url: str
    tls: SSLContext | None = None
    basic: bool = True

    def address(self) -> str:
        """The identity percent-encoded behind the url (R-RPC-1)."""
        return self.url.rstrip("/") + "/" + quote(self.identity, safe="")

    def headers(self) -> dict[str, str]:
        """HTTP Basic authentication."""
        if not self.basic:
            return {}
        pair = f"{self.identity}:{self.password}".encode()
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}


async def handshake(
    credentials: Credentials, timeout_s: float = 20, subprotocol: str = SUBPROTOCOL
) -> ClientConnection:
    """An open socket that speaks `subprotocol`; ConnectionError if the backend chose nothing."""
    connection = await connect(
        credentials.address(),
        additional_headers=credentials.headers(),
        subprotocols=[subprotocol],  # type: ignore[list-item]
        ssl=credentials.tls,
        compression=None,
        proxy=None,
        open_timeout=timeout_s,
        close_timeout=1,
        ping_interval=60,
        max_size=MAX_FRAME_BYTES,
    )
    if connection.subprotocol != subprotocol:
        await connection.close()
        raise ConnectionError(f"the backend does not speak {subprotocol}")
    return connection


class BackOff:
    """Waits between attempts: minimum + random, doubled a few times (R-RPC-13)."""

    def __init__(self, model: DeviceModel) -> None:
        self._model = model
        self._failures = 0

    def next_s(self) -> float:
        """Seconds to wait after one more failure."""
        doublings = min(self._failures, self._model.number("RetryBackOffRepeatTimes"))
        self._failures += 1
        spread = self._model.number("RetryBackOffRandomRange")
        minimum = self._model.number("RetryBackOffWaitMinimum")
        return float(minimum * 2**doublings + random.uniform(0, spread))

    def reset(self) -> None:
        self._failures = 0


class Link:
    """Connects again and again, each time with the `credentials` of now; `serve` runs meanwhile."""

    def __init__(
        self,
        credentials: Callable[[], Credentials],
        model: DeviceModel,
        serve: Callable[[ClientConnection], Awaitable[None]],
        on_failure: Callable[[], None],
    ) -> None:
        self._credentials = credentials
        self._back_off = BackOff(model)
        self._serve = serve
        self._on_failure = on_failure
        self._plugged = asyncio.Event()
        self._plugged.set()
        self._connection: ClientConnection | None = None
        self.refusals: list[str] = []

    async def run(self) -> None:
        """Until cancelled; leaves no socket open."""
        try:
            while True:
                await self._plugged.wait()
                await self._connect_and_serve()
        finally:
            await self.hang_up()

    async def _connect_and_serve(self) -> None:
        try:
            self._connection = await handshake(self._credentials())
        except (OSError, TimeoutError, InvalidHandshake) as refusal:
            self.refusals.append(str(refusal))
            self._on_failure()
        else:
            self._back_off.reset()
            await self._serve(self._connection)
            await self.hang_up()
        if self._plugged.is_set():
            await asyncio.sleep(self._back_off.next_s())

    def pull(self) -> None:
        """Lose the network at once: no close frame goes out."""
        self._plugged.clear()
        if self._connection:
            self._connection.transport.abort()

    def plug_in(self) -> None:
        """The network is back."""
        self._plugged.set()

    async def hang_up(self) -> None:
        """Close in order; `run` connects again if it still runs."""
        if self._connection:
            await self._connection.close()
