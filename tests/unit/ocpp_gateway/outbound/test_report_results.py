"""A CALL that asks for a report, and the report, meet under their requestId."""

import pytest

from corridor_kernel.times import to_text
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.paged_reports import page_of, with_page
from tests.unit.ocpp_gateway.outbound.conftest import NOW
from tests.unit.ocpp_gateway.outbound.results import keep, records

BASE = {"requestId": 7, "reportBase": "FullInventory"}
PAGE = page_of("NotifyReport", {"requestId": 7, "seqNo": 0, "tbc": False})
ASKED = [
    ("GetBaseReport", BASE, "NotifyReport", "EmptyResultSet"),
    ("GetReport", {"requestId": 7}, "NotifyReport", "EmptyResultSet"),
    ("GetMonitoringReport", {"requestId": 7}, "NotifyMonitoringReport", "EmptyResultSet"),
    ("GetDisplayMessages", {"requestId": 7}, "NotifyDisplayMessages", "Unknown"),
    (
        "GetChargingProfiles",
        {"requestId": 7, "chargingProfile": {}},
        "ReportChargingProfiles",
        "NoProfiles",
    ),
]


@pytest.mark.parametrize(("action", "payload", "report", "nothing"), ASKED)
def test_what_was_asked_stands_with_its_report(aws, action, payload, report, nothing):
    keep(action, payload, {"status": "Accepted"})
    record = records("report")["7"]
    assert (record["action"], record["complete"]) == (report, False)
    assert record["asked"] == {
        "action": action,
        "call_id": "c1",
        "status": "Accepted",
        "at": to_text(NOW),
        "payload": payload,
    }


@pytest.mark.parametrize(("action", "payload", "report", "nothing"), ASKED)
def test_nothing_to_report_is_complete(aws, action, payload, report, nothing):
    keep(action, payload, {"status": nothing})
    assert records("report")["7"]["complete"]


def test_a_refusal_completes_nothing(aws):
    keep("GetBaseReport", BASE, {"status": "Rejected"})
    assert not records("report")["7"]["complete"]


@pytest.mark.parametrize("asked_first", [True, False])
def test_pages_may_come_before_the_stream_does(aws, asked_first):
    """The station sends its pages right after its answer; the call table's stream may lag."""
    if asked_first:
        keep("GetBaseReport", BASE, {"status": "Accepted"})
    change_record("CS1", "report", "7", lambda before: with_page(before, PAGE), NOW)
    if not asked_first:
        keep("GetBaseReport", BASE, {"status": "Accepted"})
    record = records("report")["7"]
    assert record["complete"]
    assert (record["pages"], record["asked"]["call_id"]) == ([0], "c1")
