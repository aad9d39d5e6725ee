"""The local cloud of a test run: its own ports and directory, so that it disturbs no other."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local import aws, lifecycle
from local.cloud import Cloud

RUNNING = "CORRIDOR_CLOUD"
TIMEOUT_S = 60


@dataclass(frozen=True)
class RunningCloud:
    """Where a local cloud answers, and the token of its operator API."""

    directory: Path
    ocpp: str
    http: str
    aws: str
    operator_token: str

    def operator(self, method: str, path: str, content: Any = None) -> tuple[int, Any]:
        """Status and JSON of the operator API's answer; `path` stands behind /operator."""
        return self._ask(method, f"/operator{path}", content)

    def front_door(self, method: str, what: str, content: Any = None) -> tuple[int, Any]:
        """GET status, PUT limits (`{"lost_disconnect": 1.0}`), POST reload of the front door."""
        return self._ask(method, f"/_front_door/{what}", content)

    def client(self, service: str) -> Any:
        """A client of the emulated AWS, as the root of its account."""
        return aws.client(service, self.aws)

    def _ask(self, method: str, path: str, content: Any) -> tuple[int, Any]:
        request = urllib.request.Request(
            self.http + path,
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Authorization": f"Bearer {self.operator_token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                return answer.status, _json(answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, _json(refusal.read())


def start(cloud: Cloud) -> RunningCloud:
    """A cloud that is up."""
    return RunningCloud(cloud.directory, **lifecycle.up(cloud))


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCloud]:
    """All services on the local cloud; $CORRIDOR_CLOUD is the directory of one to use instead."""
    if running := os.environ.get(RUNNING):
        yield start(Cloud(Path(running).resolve()))
        return
    own = Cloud(tmp_path_factory.mktemp("cloud"))
    try:
        yield start(own)
    finally:
        lifecycle.down(own)


@pytest.fixture(scope="session")
def endpoints(cloud: RunningCloud) -> dict[str, str]:
    """What endpoints.json says of the cloud."""
    content: dict[str, str] = json.loads((cloud.directory / "endpoints.json").read_text())
    return content


def _json(body: bytes) -> Any:
    return json.loads(body) if body else None
