"""`python -m local.station`: from the command line to the last event."""

import asyncio
import os
import sys


def run_station(csms, *arguments):
    """The exit code and the lines it printed."""

    async def run():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "local.station", "CS2", "--password", "secret"),
            *("--url", csms.url, *arguments),
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(["layers/kernel", "layers/aws"])},
        )
        output, _ = await process.communicate()
        return process.returncode, output.decode().splitlines()

    return run()


def test_a_driver_charges_and_the_program_ends(play):
    async def scene(csms, station):
        code, lines = await run_station(
            csms, *("--charge", "CARD", "--minutes", "10", "--speed", "1200", "--frames")
        )
        assert code == 0
        assert any(line.startswith('> [2,"') and "TransactionEvent" in line for line in lines)
        assert any(line.startswith("< [3,") for line in lines)
        # The connector's last StatusNotification may still pass by after the summary.
        told = [line for line in lines if not line.startswith(("> [", "< ["))]
        assert told[-1].startswith("Transaction ")

    assert play(scene).events()[-1]["event_type"] == "Ended"


def test_a_refused_driver_ends_it_with_1(play):
    async def scene(csms, station):
        code, lines = await run_station(csms, "--charge", "STRANGER")
        assert code == 1
        assert "Card STRANGER: Unknown" in lines

    assert play(scene).events() == []
