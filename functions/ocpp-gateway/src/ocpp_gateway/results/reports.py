"""The CALLs that are answered twice: by a status now, by a report in pages later."""

from collections.abc import Mapping
from typing import Any, Final

from corridor_kernel.times import to_text
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.paged_reports import begun
from ocpp_gateway.drop_vanished import drop_vanished

# Which report a CALL asks for.
REPORTS: Final = {
    "GetBaseReport": "NotifyReport",
    "GetChargingProfiles": "ReportChargingProfiles",
    "GetDisplayMessages": "NotifyDisplayMessages",
    "GetMonitoringReport": "NotifyMonitoringReport",
    "GetReport": "NotifyReport",
}

# There is nothing to report: the report is complete without a page.
_NOTHING: Final = frozenset({"EmptyResultSet", "NoProfiles", "Unknown"})


def keep(finished: Finished) -> None:
    """What was asked and answered joins the report of that requestId, before or after its pages."""
    asked = {
        "action": finished.action,
        "call_id": finished.call_id,
        "status": finished.response["status"],
        "at": to_text(finished.finished_at),
        "payload": finished.payload,
    }

    def change(before: Mapping[str, Any] | None) -> Mapping[str, Any]:
        report = begun(before, REPORTS[finished.action])
        complete = report["complete"] or asked["status"] in _NOTHING
        return report | {"asked": asked, "complete": complete}

    request_id = finished.payload["requestId"]
    report = change_record(
        finished.station_id, "report", str(request_id), change, finished.finished_at
    )
    drop_vanished(finished.station_id, request_id, report)
