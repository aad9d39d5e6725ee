"""The operator API for local clients: requests are signed, then the deployed REST API answers."""

import asyncio

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.cloud import CREDENTIALS, REGION
from local.front_door import upstream
from local.front_door.http import Request, Response

PREFIX = "/operator/"

_ROOT = Credentials(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
_PASSED_ON = {"accept", "content-type"}


class OperatorApi:
    """The REST API, whose methods want an IAM signature."""

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
        kept = {name: value for name, value in request.headers if name.lower() in _PASSED_ON}
        signed = AWSRequest(request.method, self._aws_url + target, kept, request.body)
        SigV4Auth(_ROOT, "execute-api", REGION).add_auth(signed)
        headers = [("Host", self._aws_url.partition("//")[2]), *signed.headers.items()]
        if request.body:
            headers.append(("Content-Length", str(len(request.body))))
        return upstream.send(self._aws_url, request.method, target, headers, request.body)
