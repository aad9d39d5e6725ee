"""ReservationStatusUpdate: a reservation is Expired or Removed (H04)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.end_reservation import end_reservation
from ocpp_gateway.mark_seen import mark_seen


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the reservation has ended, also one that we did not know."""
    payload = request.payload
    end_reservation(
        request.station_id,
        payload["reservationId"],
        payload["reservationUpdateStatus"],
        request.now,
        request.now,
    )
    mark_seen(request.station_id, request.now)
    return {}
