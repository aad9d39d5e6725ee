"""The local cloud by hand: `python -m local up | down | status`."""

import argparse
import sys
import time
from pathlib import Path

from local import lifecycle
from local.cloud import Cloud


def main() -> int:
    """Run one command; 0 if it did what it says."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("command", choices=["up", "down", "status"])
    parser.add_argument("--directory", type=Path, default=Cloud.directory, help="its own place")
    arguments = parser.parse_args()
    cloud = Cloud(arguments.directory.resolve())
    return {"up": _up, "down": _down, "status": _status}[arguments.command](cloud)


def _up(cloud: Cloud) -> int:
    started = time.monotonic()
    endpoints = lifecycle.up(cloud)
    print(f"The local cloud is up ({time.monotonic() - started:.1f} s).")
    print(f"  charging stations  {endpoints['ocpp']}<identity>")
    print(f"  operator API       {endpoints['http']}/operator/")
    print(f"  emulated AWS       {endpoints['aws']}")
    print(f"  all of it, with the operator's token: {_shown(cloud.endpoints_file)}")
    return 0


def _down(cloud: Cloud) -> int:
    stopped = lifecycle.down(cloud)
    print(f"Stopped: {', '.join(stopped) or 'nothing was running'}.")
    return 0


def _status(cloud: Cloud) -> int:
    pids = lifecycle.status(cloud)
    for name, pid in pids.items():
        print(f"{name:12} {f'runs as process {pid}' if pid else 'does not run'}")
    return 0 if all(pids.values()) else 1


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
