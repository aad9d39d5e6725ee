"""A client of the operator API, for what plays or tests the local cloud."""

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")

POLL_S = 0.25
ATTEMPTS = 3
NO_ANSWER = 504


class Refused(Exception):
    """The API said no: `status` and the problem details as `body`."""

    def __init__(self, request: str, status: int, body: str) -> None:
        super().__init__(f"{request}: {status} {body}")
        self.status = status
        self.body = body


class Overdue(Exception):
    """What was waited for did not come in time."""


class Operator:
    """Speaks JSON with `<http>/operator`; paths start behind that."""

    def __init__(self, http: str, token: str, timeout_s: float = 30) -> None:
        self.root = f"{http.rstrip('/')}/operator"
        self._token = token
        self._timeout_s = timeout_s

    async def get(self, path: str, **query: str | int) -> Any:
        """The body of a GET, asked again if the backend stumbles; raises Refused."""
        suffix = f"?{urlencode(query)}" if query else ""
        return await self._send_again("GET", path + suffix, None)

    async def post(self, path: str, body: Any = None) -> Any:
        """The body of a POST's answer; raises Refused."""
        return await self._send("POST", path, body)

    async def put(self, path: str, body: Any) -> Any:
        """The body of a PUT's answer, asked again as a GET is; raises Refused."""
        return await self._send_again("PUT", path, body)

    async def items(self, path: str, **query: str | int) -> list[Any]:
        """A whole list, page after page."""
        found: list[Any] = []
        cursor = None
        while True:
            page = await self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["cursor"]
            if cursor is None:
                return found

    async def _send_again(self, method: str, path: str, body: Any) -> Any:
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._send(method, path, body)
            except Refused as refused:
                if refused.status < 500:
                    raise
            await asyncio.sleep(POLL_S)
        return await self._send(method, path, body)

    async def _send(self, method: str, path: str, body: Any) -> Any:
        return await asyncio.to_thread(self._send_now, method, path, body)

    def _send_now(self, method: str, path: str, body: Any) -> Any:
        request = urllib.request.Request(
            self.root + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as response:
                return json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
            raise Refused(f"{method} {path}", error.code, text) from None
        except OSError as error:
            raise Refused(f"{method} {path}", NO_ANSWER, str(error)) from None


def segment(text: str) -> str:
    """A path segment that may hold any text."""
    return quote(text, safe="")


async def eventually(
    look: Callable[[], Awaitable[T | None]], what: str, timeout_s: float = 90
) -> T:
    """The first thing that `look` finds; raises Overdue naming `what`."""
    deadline = time.monotonic() + timeout_s
    while (found := await look()) is None:
        if time.monotonic() > deadline:
            raise Overdue(f"{what}: nothing after {timeout_s:.0f} s")
        await asyncio.sleep(POLL_S)
    return found
