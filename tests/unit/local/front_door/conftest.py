"""A front door over stub functions, in a thread of the test's process."""

import asyncio
import dataclasses
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as open_socket

from local.front_door import control
from local.front_door.api import Api, Authorizer, Function
from local.front_door.connections import Connections
from local.front_door.control import Control
from local.front_door.door import Door, Endpoint
from local.front_door.gateway import Gateway
from local.front_door.http import Request, Response
from local.front_door.launcher import Launcher
from local.front_door.limits import Limits
from local.front_door.pool import Pools
from local.front_door.trust_store import TrustStore

STUBS = Path(__file__).with_name("stubs")
TOKEN = "operator-token"
# Shorter than API Gateway's own integration timeout, so that a test does not wait for that.
PATIENCE_S = 20.0


class Echo:
    """An endpoint that wants no token."""

    async def answer(self, request: Request) -> Response:
        return Response(200, json.dumps({"path": request.path}).encode())


class RunningDoor:
    """A front door on a free port, and what its stub functions noted."""

    def __init__(self, folder: Path, api: Api, limits: Limits) -> None:
        self.notes_file = folder / "notes"
        self.refusal: Response | None = None
        self.asked: list[Request] = []
        self.reloads = 0
        self.credentials = {"AWS_ACCESS_KEY_ID": "ROLE"}
        variables = {"NOTES": str(self.notes_file)}
        launcher = Launcher([STUBS], folder, variables, self._credentials_of)
        self.pools = Pools(launcher, limits)
        self.gateway = Gateway(self.pools, limits, api)
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> "RunningDoor":
        self._thread.start()
        assert self._started.wait(PATIENCE_S)
        return self

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(PATIENCE_S)

    def connect(
        self, path: str = "/ocpp/CS1", authorization: str | None = "allow", **options: Any
    ) -> ClientConnection:
        headers = options.pop("headers", {})
        if authorization is not None:
            headers = {"Authorization": authorization, **headers}
        options.setdefault("compression", None)
        options.setdefault("ping_interval", None)
        options.setdefault("open_timeout", PATIENCE_S)
        return open_socket(f"ws://{self.host}{path}", additional_headers=headers, **options)

    def open_gate(self, name: str) -> None:
        """Let a stub function go on that waits for the gate `name`."""
        self.notes_file.with_name(name).touch()

    def warm(self) -> None:
        """Have an environment of each function ready, so that no limit ends a cold start."""
        work = self.pools.warm(self.gateway.api.functions)
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    def notes(self, what: str) -> list[dict[str, Any]]:
        """The events that a stub function noted so far."""
        if not self.notes_file.exists():
            return []
        whole = self.notes_file.read_text().rpartition("\n")[0]
        lines = map(json.loads, whole.splitlines())
        return [line["event"] for line in lines if line["what"] == what]

    def note(self, what: str) -> dict[str, Any]:
        """The first event that a stub function notes."""
        until(lambda: bool(self.notes(what)))
        return self.notes(what)[0]

    def _credentials_of(self, function: Function) -> dict[str, str]:
        return {**self.credentials, "AWS_SECRET_ACCESS_KEY": f"secret of {function.name}"}

    def _authorize(self, request: Request) -> Response | None:
        self.asked.append(request)
        return self.refusal

    async def _reload(self) -> None:
        self.reloads += 1
        self.pools.renew()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        trust_store = TrustStore(self.notes_file.parent, lambda context: door.open_tls(context))
        guarded: dict[str, Endpoint] = {
            control.PREFIX: Control(self.gateway, self.pools, self._reload, trust_store.trust)
        }
        connections = Connections(self.gateway, self._authorize)
        door = Door(self.gateway, connections, {"/open/": Echo()}, guarded, TOKEN)
        self.port = await door.open(0)
        self._started.set()
        await self._stop.wait()
        door.close()
        self.pools.close()
        await asyncio.sleep(0.01)


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition that shall come true."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


def ask(connection: ClientConnection, text: str) -> str:
    """What comes back for a message."""
    connection.send(text)
    return receive(connection)


def receive(connection: ClientConnection) -> str:
    """The next message."""
    message = connection.recv(timeout=PATIENCE_S)
    assert isinstance(message, str)
    return message


Start = Callable[..., RunningDoor]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a front door: limits by name, `api` to change the API, `warm` for tight limits."""
    started: list[RunningDoor] = []

    def begin(api: dict[str, Any] | None = None, warm: bool = False, **limits: Any) -> RunningDoor:
        door = RunningDoor(tmp_path, stub_api(**(api or {})), Limits(**limits)).start()
        started.append(door)
        if warm:
            door.warm()
        return door

    yield begin
    for door in started:
        door.stop()


@pytest.fixture
def door(start: Start) -> RunningDoor:
    """A front door with AWS's own limits."""
    return start()


def stub_function(name: str, **changes: Any) -> Function:
    return dataclasses.replace(Function(name=name, handler=f"stub.{name}"), **changes)


def stub_api(**changes: Any) -> Api:
    api = Api(
        id="abcdefgh",
        stage="local",
        default=stub_function("frame"),
        connect=stub_function("connect"),
        disconnect=stub_function("disconnect"),
        authorizer=Authorizer(stub_function("authorize"), ("authorization",)),
    )
    return dataclasses.replace(api, **changes)


@dataclasses.dataclass(frozen=True)
class Answer:
    """An HTTP response as a test reads it."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Raw HTTP on one TCP connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self._file = self.socket.makefile("rb")

    def send(self, text: str) -> "Client":
        self.socket.sendall(text.encode())
        return self

    def receive(self) -> Answer:
        """The next response."""
        status = int(self._file.readline().split()[1])
        lines = iter(self._file.readline, b"\r\n")
        pairs = (line.decode().strip().split(": ", 1) for line in lines)
        headers = {name.lower(): value for name, value in pairs}
        return Answer(status, headers, self._file.read(int(headers["content-length"])))

    def ends_within(self, timeout_s: float) -> bool:
        """Whether the other side closes in time, whatever it sends before."""
        self.socket.settimeout(timeout_s)
        try:
            self._file.read()
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@pytest.fixture
def client(door: RunningDoor) -> Iterator[Client]:
    """A connection to `door`."""
    made = Client(door.port)
    yield made
    made.close()


@pytest.fixture
def http(client: Client) -> Callable[[str], Answer]:
    """Sends a raw request to `door`; returns its response."""
    return lambda text: client.send(text).receive()
