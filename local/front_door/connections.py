"""The @connections endpoint: post to a socket, look at it, close it (aws.md §1.4)."""

import asyncio
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import orjson

from local.front_door.events import Connection
from local.front_door.gateway import Gateway
from local.front_door.http import Request, Response
from local.front_door.sockets import Socket

MARK = "/@connections/"

_ID = re.compile(r"[\w-]{15}=")
_CREDENTIAL = re.compile(r"Credential=([^/]+)/")
_ALLOWED_FOR_S = 60.0
_NORMAL = 1000

Authorize = Callable[[Request], Response | None]


class Connections:
    """Serves @connections for one gateway."""

    def __init__(self, gateway: Gateway, authorize: Authorize) -> None:
        """`authorize` gives the refusal of a signed request, None if IAM allows it; it blocks."""
        self._gateway = gateway
        self._authorize = authorize
        self._allowed: dict[tuple[str, str], float] = {}

    async def answer(self, request: Request) -> Response:
        """The answer to a request whose path holds MARK."""
        refusal = await self._refusal(request)
        if refusal is not None:
            return refusal
        connection_id = unquote(request.path.partition(MARK)[2])
        if not _ID.fullmatch(connection_id):
            return _error(400, "BadRequestException", f"Invalid connectionId: {connection_id}")
        found = self._gateway.connections.get(connection_id)
        if found is None:
            return _error(410, "GoneException", "")
        return self._serve(request, *found)

    def _serve(self, request: Request, made: Connection, socket: Socket) -> Response:
        match request.method:
            case "POST" if len(request.body) > self._gateway.limits.message_bytes:
                return _error(413, "PayloadTooLargeException", "Message too long")
            case "POST":
                socket.send(request.body.decode())
                return Response(200)
            case "GET":
                return Response(200, orjson.dumps(_description(made, socket)))
            case "DELETE":
                socket.close(_NORMAL)
                return Response(204)
        return _error(405, "MethodNotAllowedException", "")

    async def _refusal(self, request: Request) -> Response | None:
        """IAM's refusal of a request; what it allowed is not asked again for a minute."""
        credential = _CREDENTIAL.search(request.header("Authorization"))
        if credential is None:
            return Response(403, orjson.dumps({"message": "Missing Authentication Token"}))
        key = (request.method, credential[1])
        if self._allowed.get(key, 0.0) > time.monotonic():
            return None
        refusal = await asyncio.to_thread(self._authorize, request)
        if refusal is None:
            self._allowed[key] = time.monotonic() + _ALLOWED_FOR_S
        return refusal


def _description(made: Connection, socket: Socket) -> dict[str, Any]:
    idle_s = asyncio.get_running_loop().time() - socket.active
    return {
        "connectedAt": _instant(made.connected_at / 1000),
        "lastActiveAt": _instant(time.time() - idle_s),
        "identity": {"sourceIp": made.source_ip, "userAgent": made.user_agent},
    }


def _instant(epoch_s: float) -> str:
    return datetime.fromtimestamp(epoch_s, UTC).isoformat(timespec="milliseconds")


def _error(status: int, name: str, message: str) -> Response:
    headers = (("Content-Type", "application/json"), ("x-amzn-ErrorType", name))
    return Response(status, orjson.dumps({"message": message}), headers)
