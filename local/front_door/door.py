"""The front door: one origin for charging stations, @connections and the operator API."""

import asyncio
import hmac
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
        self, gateway: Gateway, connections: Endpoint, guarded: dict[str, Endpoint], token: str
    ) -> None:
        """`guarded` are the endpoints that want the operator token, by their paths' prefix."""
        self._gateway = gateway
        self._connections = connections
        self._guarded = guarded
        self._expected = f"Bearer {token}".encode()

    async def answer(self, request: Request) -> Response | Stream:
        """The answer to any request."""
        if request.is_upgrade:
            return await self._gateway.handshake(request)
        if MARK in request.path:
            return await self._connections.answer(request)
        for prefix, endpoint in self._guarded.items():
            if f"{request.path}/".startswith(prefix):
                allowed = self._is_operator(request)
                return await endpoint.answer(request) if allowed else _UNAUTHORIZED
        return Response(404, b'{"message":"Not Found"}')

    async def serve(self, port: int) -> asyncio.Server:
        """Listen on loopback."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: Connection(self.answer), "127.0.0.1", port, backlog=_BACKLOG
        )

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
