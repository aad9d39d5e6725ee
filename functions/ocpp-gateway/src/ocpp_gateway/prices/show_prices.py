"""Bring a station one CALL nearer to showing its prices; safe at any moment (R-TX-14, AFIR A9).

What is to be sent is written down first, under a condition, and sent second. It is sent again as
long as it is not recorded as a call, for the run before may have died between the two; the queue
and the call table take an id once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from corridor_aws.station_calls import send_call
from corridor_kernel.ocpp.calls import CallState
from corridor_kernel.ocpp.registration import Provisioning
from corridor_kernel.times import to_text
from ocpp_gateway.call_items import find_call, find_station, protocol_of
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.price_carriers import carriers, unknown_variables
from ocpp_gateway.domain.price_display import (
    OURS,
    Asking,
    Display,
    booted,
    display_of,
    ended,
    step,
)
from ocpp_gateway.domain.price_verdicts import Verdict, verdict
from ocpp_gateway.domain.registration import ACCEPTED, standing
from ocpp_gateway.prices.known import fields_of, known_of, speaks_16
from ocpp_gateway.tables import CallTable, StationTable

KIND: Final = "price-display"
STATE: Final = "state"


def show_prices(station_id: str, now: datetime, *, again: bool = True) -> None:
    """Nothing for a station that is away: it is looked at again when it comes.

    `again`: what was lost is told again; where a call has just been lost, at the next occasion.
    """
    station = find_station(station_id)
    if station is None or _is_left_alone(station) or not _is_within_reach(station):
        return

    def change(before: Display) -> Display:
        return _next(station, before, now, again)

    display = change_display(station_id, change, now)
    if display.out is not None and _call(station, display.out) is None:
        send_call(station_id, display.out.call_id, display.out.action, display.out.payload)


def after_price_call(call: CallTable) -> None:
    """A CALL has ended and its result is kept: if it was one of ours, the next one follows."""
    if str(call.call_id).startswith(OURS):
        show_prices(call.station_id, call.finished_at, again=False)


def change_display(station_id: str, change: Callable[[Display], Display], now: datetime) -> Display:
    """The display as `change` makes it; an empty one is not kept."""

    def content(before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        after = change(display_of(before))
        return after.content() if after.wanted is not None else None

    return display_of(change_record(station_id, KIND, STATE, content, now))


def _next(station: StationTable, display: Display, now: datetime, again: bool) -> Display:
    if display.wanted is None:
        return display
    display = booted(display, to_text(station.booted_at) if station.booted_at else "")
    if display.out is not None:
        ending = _ending(station, display.out)
        if ending is None:
            return display
        display = ended(display, display.out.call_id, *ending)
        if ending[0] is Verdict.LOST and not again:
            return display
    fields = fields_of(station)
    known = known_of(station, fields, now)
    unknown = unknown_variables(known, fields, speaks_16=speaks_16(station))
    found = carriers(display.prices, known, fields)
    return step(station.station_id, display, found, unknown)


def _ending(station: StationTable, out: Asking) -> tuple[Verdict, str] | None:
    """None while it may still be answered; what ended before the boot may be lost with it."""
    call = _call(station, out)
    if call is None or call.state != CallState.FINISHED:
        return None
    if station.booted_at is not None and call.finished_at <= station.booted_at:
        return Verdict.LOST, "Booted"
    error = ": ".join(filter(None, (call.error_code, call.error_description)))
    return verdict(call.outcome, out.action, call.response, error)


def _call(station: StationTable, out: Asking) -> CallTable | None:
    return find_call(station.station_id, out.call_id)


def _is_left_alone(station: StationTable) -> bool:
    """Until an operator has asked for its first provisioning."""
    is_asked_for = station.provisioning_policy == Provisioning.ON_REQUEST
    return is_asked_for and station.provisioned_for is None


def _is_within_reach(station: StationTable) -> bool:
    protocol = protocol_of(station) or ""
    stands = standing(station.registration, station.boot_status, protocol)
    return station.connection_id is not None and stands == ACCEPTED
