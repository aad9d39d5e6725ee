"""API Gateway's WebSocket data plane: handshake, messages, replies, the end (aws.md §1.3, §1.4)."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any, Protocol

import orjson
from websockets.http11 import Request as UpgradeRequest
from websockets.server import ServerProtocol

from local.front_door import authorizer, events
from local.front_door.api import Api, Function
from local.front_door.authorizer import Refused
from local.front_door.edge import viewer_request, with_viewer_certificate
from local.front_door.environment import FunctionFailed
from local.front_door.http import Headers, Request, Response
from local.front_door.limits import Limits
from local.front_door.sockets import Socket


class Functions(Protocol):
    """Runs Lambda functions."""

    async def invoke(self, function: Function, event: dict[str, Any]) -> Any:
        """What the function returns; FunctionFailed if it does not."""


class NotDeployed(Exception):
    """There is no API yet."""


class Gateway:
    """All connections of one API."""

    def __init__(self, functions: Functions, limits: Limits, api: Api | None = None) -> None:
        self._api = api
        self.limits = limits
        self.connections: dict[str, tuple[events.Connection, Socket]] = {}
        self._functions = functions
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def api(self) -> Api:
        """The API as last deployed; open connections use its functions too."""
        if self._api is None:
            raise NotDeployed
        return self._api

    def deploy(self, api: Api) -> None:
        """Use `api` from now on."""
        self._api = api

    async def handshake(self, request: Request) -> Response | Socket:
        """A socket, or why there is none."""
        target, headers = viewer_request(request.target, request.headers)
        if target.partition("?")[0] != "/":
            return _refusal(403)
        headers = [
            *with_viewer_certificate(headers, request.certificate),
            ("X-Forwarded-For", request.client),
            ("X-Forwarded-Proto", "https" if request.secure else "http"),
        ]
        made = events.Connection(
            request.client, request.header("User-Agent"), request.header("Host")
        )
        try:
            made.authorizer = await self._authorize(made, request, headers)
            subprotocol = await self._connect(made, request, headers)
        except Refused as refused:
            return _refusal(refused.status)
        return self._accept(made, request, subprotocol)

    async def _authorize(
        self, made: events.Connection, request: Request, headers: Headers
    ) -> dict[str, Any]:
        guard = self.api.authorizer
        if guard is None:
            return {}
        authorizer.check_identity_sources(guard, headers)
        event = events.authorization(self.api, made, request, headers)
        try:
            answer = await self._patiently(self._functions.invoke(guard.function, event))
        except FunctionFailed as error:
            raise authorizer.failure(error) from None
        return authorizer.granted(answer, events.method_arn(self.api))

    async def _connect(
        self, made: events.Connection, request: Request, headers: Headers
    ) -> str | None:
        """The subprotocol that the `$connect` integration chose; Refused with its status."""
        if self.api.connect is None:
            return None
        event = events.connect(self.api, made, request, headers)
        try:
            answer = await self._patiently(self._functions.invoke(self.api.connect, event))
            status = int(answer["statusCode"])
        except (FunctionFailed, TypeError, KeyError, ValueError):
            raise Refused(502) from None
        if status >= 400:
            raise Refused(status)
        chosen = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
        return chosen.get("sec-websocket-protocol")

    async def _patiently(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The result of `work`; Refused 504, while that goes on, after the integration timeout."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=self.limits.integration_timeout_s)
        if not done:
            task.add_done_callback(lambda late: late.exception())
            raise Refused(504)
        return task.result()

    def _accept(
        self, made: events.Connection, request: Request, subprotocol: str | None
    ) -> Response | Socket:
        limits = self.limits
        protocol = ServerProtocol(max_size=(limits.message_bytes, limits.frame_bytes))
        protocol.receive_data(request.head)
        asked = next((e for e in protocol.events_received() if isinstance(e, UpgradeRequest)), None)
        if asked is None:
            return _refusal(400)
        response = protocol.accept(asked)
        if response.status_code != 101:
            return _refusal(response.status_code)
        if subprotocol is not None:
            response.headers["Sec-WebSocket-Protocol"] = subprotocol
        protocol.send_response(response)
        socket = Socket(
            protocol,
            limits,
            on_message=lambda text: self._spawn(self._answer(made, text)),
            on_closed=lambda code: self._closed(made, code),
        )
        self.connections[made.id] = (made, socket)
        return socket

    async def _answer(self, made: events.Connection, text: str) -> None:
        """Run `$default` and send what it returns, if the route answers; else the error frame."""
        event = events.message(self.api, made, text)
        trouble = _error_frame(made, event)
        loop = asyncio.get_running_loop()
        patience = loop.call_later(self.limits.integration_timeout_s, self._send, made, trouble)
        try:
            answer = await self._functions.invoke(self.api.default, event)
            body = _body(answer) if self.api.answers else None
        except (FunctionFailed, TypeError, KeyError):
            body = trouble
        if patience.when() > loop.time():
            patience.cancel()
            self._send(made, body)

    def _send(self, made: events.Connection, text: str | None) -> None:
        found = self.connections.get(made.id)
        if found is not None and text:
            found[1].send(text)

    def _closed(self, made: events.Connection, code: int) -> None:
        self.connections.pop(made.id, None)
        if self.api.disconnect is not None and random.random() >= self.limits.lost_disconnect:
            self._spawn(self._disconnect(self.api.disconnect, made, code))

    async def _disconnect(self, function: Function, made: events.Connection, code: int) -> None:
        try:
            await self._functions.invoke(function, events.disconnect(self.api, made, code))
        except FunctionFailed:
            # API Gateway tries once: its delivery is best effort.
            return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _body(answer: dict[str, Any]) -> str | None:
    """The body of a proxy answer; KeyError or TypeError if it is none."""
    answer["statusCode"]
    body = answer.get("body")
    return body if isinstance(body, str) else None


def _error_frame(made: events.Connection, event: dict[str, Any]) -> str:
    return orjson.dumps(
        {
            "message": "Internal server error",
            "connectionId": made.id,
            "requestId": event["requestContext"]["requestId"],
        }
    ).decode()


def _refusal(status: int) -> Response:
    messages = {401: "Unauthorized", 403: "Forbidden"}
    text = messages.get(status, "Internal server error" if status >= 500 else "Bad Request")
    return Response(status, orjson.dumps({"message": text}))
