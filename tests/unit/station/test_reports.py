"""Reports in pages, whole and spoiled; size limits of what may be asked."""

import pytest
from ocpp.exceptions import FormatViolationError, OccurrenceConstraintViolationError
from ocpp.v201 import call

from local.station.quirks import Quirks
from local.station.reports import pages
from tests.unit.station.waiting import until

HEARTBEAT = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}


def numbers(quirks):
    return [(page.seq_no, list(page.items), page.tbc) for page in pages([1, 2, 3], 1, quirks)]


WHOLE = [(0, [1], True), (1, [2], True), (2, [3], False)]


def test_pages_count_from_zero_and_the_last_says_so():
    assert numbers(Quirks()) == WHOLE
    assert [(p.seq_no, p.tbc) for p in pages([], 5, Quirks())] == [(0, False)]


def test_pages_can_be_missing_doubled_or_break_off():
    assert numbers(Quirks(skips_first_page=True)) == WHOLE[1:]
    assert numbers(Quirks(doubles_pages=True)) == [p for p in WHOLE for _ in range(2)]
    assert numbers(Quirks(stops_halfway=True)) == WHOLE[:1]


def test_a_chosen_report_comes_or_is_empty(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        nothing = [{"component": {"name": "Nothing"}}]
        assert (await csms.tell(call.GetReport(1, nothing))).status == "EmptyResultSet"
        problem = call.GetReport(2, component_criteria=["Problem"])
        assert (await csms.tell(problem)).status == "EmptyResultSet"
        clock = [{"component": {"name": "ClockCtrlr"}}]
        assert (await csms.tell(call.GetReport(3, clock))).status == "Accepted"
        await until(lambda: "NotifyReport" in csms.actions())

    (report,) = [what for action, what in play(scene).heard if action == "NotifyReport"]
    assert report["request_id"] == 3
    assert {part["component"]["name"] for part in report["report_data"]} == {"ClockCtrlr"}


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (call.GetVariables([HEARTBEAT] * 21), OccurrenceConstraintViolationError),
        (
            call.SetVariables([HEARTBEAT | {"attribute_value": "1" * 1000}] * 20),
            FormatViolationError,
        ),
        (call.GetReport(1, [HEARTBEAT] * 11), OccurrenceConstraintViolationError),
    ],
)
def test_more_than_the_limits_is_refused_whole(play, request_, error):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        with pytest.raises(error):
            await csms.tell(request_)

    play(scene)
