"""Block H: an EVSE is kept for a driver."""

from typing import Any

from ocpp.v201 import call_result

from corridor_kernel.times import from_text
from local.station.answering import Answering, on, verdict
from local.station.reservations import Reservation
from local.station.token import from_payload


class ReservationAnswers(Answering):
    """ReserveNow, CancelReservation."""

    @on("ReserveNow")
    def reserve_now(
        self,
        id: int,
        expiry_date_time: str,
        id_token: dict[str, Any],
        evse_id: int | None = None,
        group_id_token: dict[str, Any] | None = None,
        **_: Any,
    ) -> Any:
        expires_at = from_text(expiry_date_time)
        wanted = Reservation(id, from_payload(id_token), group_id_token, evse_id, expires_at)
        return call_result.ReserveNow(status=self._station.reservations.reserve(wanted))

    @on("CancelReservation")
    def cancel_reservation(self, reservation_id: int, **_: Any) -> Any:
        cancelled = self._station.reservations.cancel(reservation_id)
        return call_result.CancelReservation(status=verdict(cancelled))
