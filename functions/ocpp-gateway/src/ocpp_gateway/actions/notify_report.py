"""NotifyReport: a page of the device model, as records `variable` (R-BOOT-5)."""

from typing import Any

from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.variables import reported_variables
from ocpp_gateway.record_page import record_page


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the page is kept."""
    variables = reported_variables(request.payload.get("reportData", []), to_text(request.now))
    record_page(request, "variable", variables)
    return {}
