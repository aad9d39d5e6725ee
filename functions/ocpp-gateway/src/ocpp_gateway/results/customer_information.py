"""CustomerInformation is answered now; what is stored of the customer comes in pages (N09, N10)."""

from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.paged_reports import begun
from ocpp_gateway.records import Content


def keep(finished: Finished) -> None:
    """What was asked joins the information of that requestId, before or after its pages.

    Not who was asked about: that stands in the call.
    """
    asked = {
        "call_id": finished.call_id,
        "status": finished.response["status"],
        "report": finished.payload["report"],
        "clear": finished.payload["clear"],
    }
    change_record(
        finished.station_id,
        "customer-information",
        str(finished.payload["requestId"]),
        lambda before: _with_asked(before, asked),
        finished.finished_at,
    )


def _with_asked(before: Content | None, asked: Content) -> Content:
    return begun(before, "NotifyCustomerInformation") | {"asked": asked}
