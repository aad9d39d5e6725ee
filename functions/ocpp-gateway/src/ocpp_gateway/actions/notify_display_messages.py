"""NotifyDisplayMessages: messages that the station holds, as records `display-message` (O03)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.record_page import record_page


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the page is kept."""
    told = request.payload.get("messageInfo", [])
    record_page(request, "display-message", {str(message["id"]): message for message in told})
    return {}
