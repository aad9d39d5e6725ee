"""The emulated AWS: one ministack process, on loopback, with IAM enforced."""

import time
import urllib.error
import urllib.request

from local import processes
from local.cloud import CREDENTIALS, REGION, Cloud

NAME = "emulator"
READY_TIMEOUT_S = 60.0


def start(cloud: Cloud) -> bool:
    """Start the emulator and wait until it answers; False if it runs already."""
    if processes.running(cloud, NAME) is not None:
        return False
    processes.start(cloud, NAME, ["ministack"], environment(cloud))
    _wait_until_ready(cloud)
    return True


def environment(cloud: Cloud) -> dict[str, str]:
    """Its settings; functions inherit them, so they hold nothing of this machine."""
    return {
        **CREDENTIALS,
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(cloud.emulator_port),
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "MINISTACK_REGION": REGION,
        "TMPDIR": str(cloud.temporary),
    }


def identity(cloud: Cloud) -> str:
    """Names this run of the emulator: what an earlier run held is gone with its memory."""
    noted = cloud.read(f"{NAME}.pid")
    return f"{noted.get('pid')}/{noted.get('started')}"


def _wait_until_ready(cloud: Cloud) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    while not _answers(cloud):
        if processes.running(cloud, NAME) is None or time.monotonic() > deadline:
            raise processes.NotStarted(processes.log_tail(cloud, NAME))
        time.sleep(0.05)


def _answers(cloud: Cloud) -> bool:
    try:
        with urllib.request.urlopen(f"{cloud.aws_url}/_ministack/ready", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
