"""The front door: one origin for charging stations, @connections, operators and drivers."""

import asyncio
import hmac
import ssl
from typing import Protocol

import orjson

from local.front_door.connections import MARK
from local.front_door.gateway import Gateway
from local.front_door.http import Connection, Request, Response, Stream

_BACKLOG = 1024


class Endpoint(Protocol):
    """Answers plain HTTP requests."""

    async def answer(self, request: Request) -> Response:
        """The answer."""


class Door:
    """Sends each request to the part that answers it."""

    def __init__(
        self,
        gateway: Gateway,
        connections: Endpoint,
        public: dict[str, Endpoint],
        guarded: dict[str, Endpoint],
        token: str,
    ) -> None:
        """Endpoints by their paths' prefix; those that are `guarded` want the operator token."""
        self._gateway = gateway
        self._connections = connections
        self._public = public
        self._guarded = guarded
        self._expected = f"Bearer {token}".encode()
        self._open: set[Connection] = set()
        self._tls_server: asyncio.Server | None = None

    async def answer(self, request: Request) -> Response | Stream:
        """The answer to any request."""
        if request.is_upgrade:
            return await self._gateway.handshake(request)
        if MARK in request.path:
            return await self._connections.answer(request)
        for prefix, endpoint in self._public.items():
            if request.path.startswith(prefix):
                return await endpoint.answer(request)
        for prefix, endpoint in self._guarded.items():
            if f"{request.path}/".startswith(prefix):
                allowed = self._is_operator(request)
                return await endpoint.answer(request) if allowed else _UNAUTHORIZED
        return Response(404, b'{"message":"Not Found"}')

    async def open(self, port: int) -> int:
        """Listen on loopback; returns the port, which is any free one for 0."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self.answer, self._open), "127.0.0.1", port, backlog=_BACKLOG
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def open_tls(self, context: ssl.SSLContext) -> int:
        """Listen on loopback by TLS too; returns the port, any free one."""
        self._tls_server = await asyncio.get_running_loop().create_server(
            lambda: Connection(self.answer, self._open), "127.0.0.1", 0, ssl=context
        )
        return int(self._tls_server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Listen no more and cut off every client."""
        self._server.close()
        if self._tls_server is not None:
            self._tls_server.close()
        for connection in list(self._open):
            connection.abort()

    def _is_operator(self, request: Request) -> bool:
        return hmac.compare_digest(request.header("Authorization").encode(), self._expected)


_UNAUTHORIZED = Response(
    401,
    orjson.dumps(
        {
            "type": "about:blank",
            "title": "Unauthorized",
            "status": 401,
            "detail": "Send the operator token of endpoints.json as a bearer token.",
        }
    ),
    (("Content-Type", "application/problem+json"), ("WWW-Authenticate", "Bearer")),
)
