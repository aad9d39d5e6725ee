"""Frames that once went wrong, or would in a careless gateway: tests/cases/frames, one a file.

`frame` is the text a station sends, `answer` CallResult or the code of the CALLERROR; `kept`, if
there, how many events of transaction T1 are in the ledger afterwards.
"""

import json
from pathlib import Path

import pytest

from corridor_kernel.ocpp.frames import CallResult, parse
from tests.unit.ocpp_gateway.inbound.speaking import ledger, parked, say

CASES = sorted((Path(__file__).parents[3] / "cases" / "frames").glob("*.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_odd_frame(aws, case):
    from ocpp_gateway.tables import StationTable

    StationTable("CP1", "station", kind="station", registration="Accepted").save()
    content = json.loads(case.read_text())
    for _ in range(2):
        answer = parse(say(content["frame"], protocol=content["protocol"]))
        told = "CallResult" if isinstance(answer, CallResult) else answer.code
        assert told == content["answer"]
    assert parked() == []
    assert len(ledger()) == content.get("kept", 0)


def test_there_are_cases():
    assert len(CASES) > 10
