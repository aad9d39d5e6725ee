"""How reservations stand after ReserveNow and CancelReservation (H01, H02)."""

from corridor_kernel.times import to_text
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.reservations import reserved
from ocpp_gateway.end_reservation import end_reservation

KIND = "reservation"


def keep_reserved(finished: Finished) -> None:
    """Accepted, or why not: Faulted, Occupied, Rejected, Unavailable."""
    payload, status, at = (
        finished.payload,
        finished.response["status"],
        to_text(finished.finished_at),
    )
    change_record(
        finished.station_id,
        KIND,
        str(payload["id"]),
        lambda before: reserved(before, payload, status, finished.call_id, at),
        finished.finished_at,
    )


def keep_cancelled(finished: Finished) -> None:
    """Accepted: the reservation is Cancelled; Rejected says that the station knows none."""
    if finished.response["status"] != "Accepted":
        return
    at, reservation_id = finished.finished_at, finished.payload["reservationId"]
    end_reservation(finished.station_id, reservation_id, "Cancelled", at, at)
