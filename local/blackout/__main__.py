"""Play 72 hours without a link on an own local cloud: `python -m local.blackout --full 340`."""

import argparse
import asyncio
import sys

from local.bench import setting
from local.blackout.figures import figures
from local.blackout.play import Plan, play


def main() -> int:
    """0 if every session was billed once and right."""
    plan = _plan()
    with setting.local_cloud() as cloud:
        ends = cloud.read(cloud.endpoints_file.name)
        outcome = asyncio.run(play(ends["http"], ends["ocpp"], ends["operator_token"], plan))
    print(figures(outcome))
    print("\n".join(outcome.faults[:50]))
    return 1 if outcome.faults or outcome.live.failures else 0


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m local.blackout", description=__doc__)
    parser.add_argument("--stations", type=int, default=340)
    parser.add_argument("--full", type=int, default=3, help="stations with 45 sessions")
    parser.add_argument("--evses", type=int, default=1)
    parser.add_argument("--within", type=float, default=60.0, help="seconds")
    parser.add_argument("--beat", type=float, default=0.5, help="seconds between live CALLs")
    given = parser.parse_args()
    return Plan(
        given.stations,
        given.full,
        evses=given.evses,
        live_beat_s=given.beat,
        return_within_s=given.within,
    )


if __name__ == "__main__":
    sys.exit(main())
