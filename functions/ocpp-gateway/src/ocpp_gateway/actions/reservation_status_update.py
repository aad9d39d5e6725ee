"""ReservationStatusUpdate: a reservation is Expired or Removed (H04)."""

from typing import Any

from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.reservations import ended
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import change_record


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the reservation has ended, also one that we did not know."""
    reservation_id = request.payload["reservationId"]
    status, at = request.payload["reservationUpdateStatus"], to_text(request.now)
    change_record(
        request.station_id,
        "reservation",
        str(reservation_id),
        lambda before: ended(before, reservation_id, status, at),
        request.now,
    )
    mark_seen(request.station_id, request.now)
    return {}
