"""HTTP/1.1 as far as the front door needs it: requests with a body, and the door to WebSockets."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol, cast

MAX_HEAD_BYTES = 16 * 1024
MAX_BODY_BYTES = 1024 * 1024

_LOG = logging.getLogger(__name__)

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `target` and `head` are the bytes that were sent.

    `certificate` is the client's, DER, if it came by TLS and has one that was verified.
    """

    method: str
    target: str
    headers: Headers
    body: bytes
    head: bytes
    client: str
    secure: bool = False
    certificate: bytes | None = None

    @property
    def path(self) -> str:
        """The target without its query, still encoded."""
        return self.target.partition("?")[0]

    def header(self, name: str) -> str:
        """A header's value, "" if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def is_upgrade(self) -> bool:
        """Whether it asks for a WebSocket."""
        return self.header("Upgrade").lower() == "websocket"


@dataclass(frozen=True, slots=True)
class Response:
    """What to answer."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)

    def encode(self) -> bytes:
        """The response on the wire."""
        reason = HTTPStatus(self.status).phrase
        lines = [f"HTTP/1.1 {self.status} {reason}", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


class Stream(Protocol):
    """What takes a connection over after an upgrade."""

    def open(self, transport: asyncio.Transport) -> None:
        """Begin."""

    def receive(self, data: bytes) -> None:
        """Bytes from the client."""

    def end_of_file(self) -> bool:
        """The client sends no more; whether to keep our side open."""

    def lost(self) -> None:
        """The connection is gone."""


Answer = Callable[[Request], Awaitable[Response | Stream]]


class BadRequest(Exception):
    """A request that is answered with a status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Connection(asyncio.Protocol):
    """One TCP connection: answers its requests in turn, until one of them is an upgrade."""

    def __init__(self, answer: Answer, open_connections: set["Connection"]) -> None:
        self._answer = answer
        self._open_connections = open_connections
        self._buffer = bytearray()
        self._task: asyncio.Task[None] | None = None
        self._stream: Stream | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._open_connections.add(self)

    def data_received(self, data: bytes) -> None:
        if self._stream is not None:
            self._stream.receive(data)
            return
        self._buffer += data
        self._next()

    def eof_received(self) -> bool:
        return self._stream.end_of_file() if self._stream is not None else False

    def connection_lost(self, exc: Exception | None) -> None:
        self._open_connections.discard(self)
        if self._stream is not None:
            self._stream.lost()

    def abort(self) -> None:
        """Cut it off."""
        self._transport.abort()

    def _next(self) -> None:
        """Begin to answer the next request, if it is complete and none is being answered."""
        if self._task is not None:
            return
        try:
            request = _take_request(self._buffer, self._transport)
        except BadRequest as error:
            self._transport.write(Response(error.status).encode())
            self._transport.close()
            return
        if request is not None:
            self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: Request) -> None:
        try:
            answer = await self._answer(request)
        except Exception:
            _LOG.exception("%s %s failed", request.method, request.path)
            answer = Response(500)
        self._task = None
        if isinstance(answer, Response):
            self._transport.write(answer.encode())
            self._next()
            return
        self._stream = answer
        answer.open(self._transport)
        if self._transport.is_closing():
            answer.lost()
        elif self._buffer:
            answer.receive(bytes(self._buffer))


def _take_request(buffer: bytearray, transport: asyncio.Transport) -> Request | None:
    """Cut the first request off `buffer`; None if it is not complete."""
    head_end = buffer.find(b"\r\n\r\n")
    if head_end < 0:
        if len(buffer) > MAX_HEAD_BYTES:
            raise BadRequest(431)
        return None
    head = bytes(buffer[: head_end + 4])
    method, target, headers = _parse(head)
    end = len(head) + _body_length(headers)
    if len(buffer) < end:
        return None
    body = bytes(buffer[len(head) : end])
    del buffer[:end]
    client = transport.get_extra_info("peername")[0]
    tls = transport.get_extra_info("ssl_object")
    certificate = tls.getpeercert(binary_form=True) if tls else None
    return Request(method, target, headers, body, head, client, tls is not None, certificate)


def _parse(head: bytes) -> tuple[str, str, Headers]:
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    try:
        method, target, version = first.split(" ")
        pairs = [line.split(":", 1) for line in lines]
        headers = [(name, value.strip()) for name, value in pairs]
    except ValueError:
        raise BadRequest(400) from None
    if version != "HTTP/1.1" or not target.startswith("/"):
        raise BadRequest(400)
    return method, target, headers


def _body_length(headers: Headers) -> int:
    lower = {name.lower(): value for name, value in headers}
    length = lower.get("content-length", "0")
    if "transfer-encoding" in lower:
        raise BadRequest(411)
    if not length.isdecimal():
        raise BadRequest(400)
    if int(length) > MAX_BODY_BYTES:
        raise BadRequest(413)
    return int(length)
