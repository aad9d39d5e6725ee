"""Background processes of the local cloud: started in a session of their own, stopped by pid."""

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.cloud import ROOT, Cloud

STORE_VARIABLE = "AWS_ENDPOINT_URL_DYNAMODB"
"""Passed on where it is set: a store that the benchmark puts in place of the emulator's."""
STOP_TIMEOUT_S = 2.0

_PASSED_ON = ("PATH", "HOME", "LANG", STORE_VARIABLE)


class NotStarted(Exception):
    """A process ended before it was ready; the text holds the end of its log."""


def start(cloud: Cloud, name: str, module: Sequence[str], env: Mapping[str, str]) -> int:
    """Run `python -m module` as `name`; its log is <logs>/<name>.log. Returns the pid."""
    log = cloud.logs / f"{name}.log"
    opened = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", *module],
        {**_base_environment(), **env},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), opened, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    cloud.write(f"{name}.pid", {"pid": pid, "started": _started(pid)})
    return pid


def running(cloud: Cloud, name: str) -> int | None:
    """The pid of the process that `start` began, if it is that one and still lives."""
    noted = cloud.read(f"{name}.pid")
    pid = noted.get("pid")
    if not isinstance(pid, int):
        return None
    is_that_one = noted["started"] is not None and _started(pid) == noted["started"]
    return pid if is_that_one and not _ended(pid) else None


def stop(cloud: Cloud, name: str) -> bool:
    """End the process and what it started; False if it was not running."""
    pid = running(cloud, name)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        _wait_for_end(pid)
        _kill_group(pid)
        _wait_for_end(pid)
    (cloud.directory / f"{name}.pid").unlink(missing_ok=True)
    return pid is not None


def log_tail(cloud: Cloud, name: str, lines: int = 20) -> str:
    """The last lines that a process logged."""
    try:
        text = (cloud.logs / f"{name}.log").read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while not _ended(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ended(pid: int) -> bool:
    """Whether it is gone; one of our own children is reaped, so that it really is."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return _started(pid) is None


def _started(pid: int) -> str | None:
    """When the kernel started `pid` (clock ticks since boot); None if it is gone or a zombie.

    A pid alone may have been given to somebody else's process since a crash.
    """
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] == "Z" else after_name[19]


def _base_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
