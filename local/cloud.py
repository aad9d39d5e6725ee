"""Where a local cloud keeps its things: ports, logs, process ids, what is deployed, endpoints."""

import json
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STAGE = "local"
REGION = "eu-central-1"
ACCOUNT = "000000000000"
TOKEN_VARIABLE = "CORRIDOR_OPERATOR_TOKEN"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@dataclass(frozen=True)
class Cloud:
    """One local cloud: its own directory and ports, so that several can run side by side."""

    directory: Path = ROOT / ".local"
    functions: Path = ROOT / "functions"

    @property
    def endpoints_file(self) -> Path:
        """The file by which any client finds the cloud."""
        return self.directory / "endpoints.json"

    @property
    def logs(self) -> Path:
        """The folder of the logs, one file a process or function."""
        return self._folder("logs")

    @property
    def temporary(self) -> Path:
        """TMPDIR of the emulator: it unpacks functions there."""
        return self._folder("tmp")

    @property
    def aws_url(self) -> str:
        """The origin of the emulated AWS."""
        return f"http://127.0.0.1:{self._ports()['aws']}"

    @property
    def http_url(self) -> str:
        """The origin of the front door."""
        return f"http://127.0.0.1:{self.front_door_port}"

    @property
    def front_door_port(self) -> int:
        """The front door's TCP port."""
        return int(self._ports()["http"])

    @property
    def emulator_port(self) -> int:
        """The emulator's TCP port."""
        return int(self._ports()["aws"])

    def read(self, name: str) -> dict[str, Any]:
        """A JSON file of the directory; empty when it is missing or broken."""
        try:
            content = json.loads((self.directory / name).read_text())
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Replace a JSON file of the directory in one step, readable by its owner alone."""
        self.directory.mkdir(parents=True, exist_ok=True)
        draft = self.directory / f"{name}.draft"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(content, indent=2) + "\n")
        draft.replace(self.directory / name)

    def new_endpoints(self) -> dict[str, str]:
        """What clients need to know, with a new operator token."""
        return {
            "ocpp": f"ws://127.0.0.1:{self.front_door_port}/ocpp/",
            "http": self.http_url,
            "aws": self.aws_url,
            "operator_token": secrets.token_urlsafe(24),
        }

    def choose_ports(self) -> None:
        """Find free ports for a cloud that is about to start; those of last time if possible."""
        before = self._ports()
        with _bound(before.get("aws", 0)) as aws, _bound(before.get("http", 0)) as http:
            self.write("ports.json", {"aws": aws.getsockname()[1], "http": http.getsockname()[1]})

    def clear_temporary(self) -> None:
        """Remove what the emulator unpacked."""
        shutil.rmtree(self.directory / "tmp", ignore_errors=True)

    def _ports(self) -> dict[str, int]:
        return self.read("ports.json")

    def _folder(self, name: str) -> Path:
        folder = self.directory / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _bound(port: int) -> socket.socket:
    """A socket bound to `port`, or to any free one if that is taken."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.bind(("127.0.0.1", 0))
    return bound
