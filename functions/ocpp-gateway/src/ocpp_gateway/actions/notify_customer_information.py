"""NotifyCustomerInformation: a page of what a station stores of a customer (N09)."""

from typing import Any

from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.customer_information import with_text
from ocpp_gateway.domain.paged_reports import page_of
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.record_page import tell_completion


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the page is kept: personal data, so it is no fact and soon expires."""
    page = page_of(request.action, request.payload)
    change_record(
        request.station_id,
        "customer-information",
        page.key,
        lambda before: with_text(before, page, request.payload["data"]),
        request.now,
        tell_completion(request, page),
    )
    mark_seen(request.station_id, request.now)
    return {}
