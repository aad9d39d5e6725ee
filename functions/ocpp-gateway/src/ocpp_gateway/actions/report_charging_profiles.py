"""ReportChargingProfiles: profiles that the station holds, as records `charging-profile` (K09)."""

from typing import Any

from ocpp_gateway.domain.charging_profiles import reported_profiles
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.record_page import record_page


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the page is kept."""
    record_page(request, "charging-profile", reported_profiles(request.payload))
    return {}
