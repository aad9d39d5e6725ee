"""A reservation is over: Expired, Removed, Cancelled, or Used by a transaction (H02..H04)."""

from datetime import datetime

from corridor_kernel.times import to_text
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.reservations import ended


def end_reservation(
    station_id: str, reservation_id: int, status: str, at: datetime, now: datetime
) -> None:
    """As of `at`; one that ended before, or was made since, stays as it is."""
    instant = to_text(at)
    change_record(
        station_id,
        "reservation",
        str(reservation_id),
        lambda before: ended(before, reservation_id, status, instant),
        now,
    )
