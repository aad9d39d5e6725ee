"""How reservations stand after ReserveNow and CancelReservation (H01, H02)."""

from corridor_kernel.times import to_text
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.reservations import ended, reserved
from ocpp_gateway.records import change_record

KIND = "reservation"


def keep_reserved(finished: Finished) -> None:
    """Accepted, or why not: Faulted, Occupied, Rejected, Unavailable."""
    payload, status, at = finished.payload, finished.response["status"], _at(finished)
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
    reservation_id, at = finished.payload["reservationId"], _at(finished)
    change_record(
        finished.station_id,
        KIND,
        str(reservation_id),
        lambda before: ended(before, reservation_id, "Cancelled", at),
        finished.finished_at,
    )


def _at(finished: Finished) -> str:
    return to_text(finished.finished_at)
