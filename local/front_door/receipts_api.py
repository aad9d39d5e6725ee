"""The drivers' receipts for local clients: the deployed REST API answers whoever asks."""

import asyncio

from local.front_door import upstream
from local.front_door.http import Request, Response

PREFIX = "/receipts/"

_PASSED_ON = {"accept", "accept-language"}


class ReceiptsApi:
    """The REST API whose methods want nothing but the path."""

    def __init__(self, aws_url: str) -> None:
        self._aws_url = aws_url
        self.stage_path: str | None = None
        """Where the emulator serves the API's stage; None as long as it is not deployed."""

    async def answer(self, request: Request) -> Response:
        """The REST API's answer; 404 if it is not deployed."""
        if self.stage_path is None:
            return Response(404, b'{"message":"Not Found"}')
        return await asyncio.to_thread(self._pass_on, request, self.stage_path + request.target)

    def _pass_on(self, request: Request, target: str) -> Response:
        kept = [(name, value) for name, value in request.headers if name.lower() in _PASSED_ON]
        headers = [("Host", self._aws_url.partition("//")[2]), *kept]
        return upstream.send(self._aws_url, request.method, target, headers, b"")
