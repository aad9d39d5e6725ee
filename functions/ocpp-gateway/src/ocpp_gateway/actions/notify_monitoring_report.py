"""NotifyMonitoringReport: a page of the station's monitors, as records `monitor` (N02)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.monitors import reported_monitors
from ocpp_gateway.record_page import record_page


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the page is kept."""
    record_page(request, "monitor", reported_monitors(request.payload))
    return {}
