"""Take a CALL over from the queue: from here on it is durable and has its place in line."""

from datetime import datetime

from pynamodb.exceptions import PutError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.call_items import find_station, new_call, protocol_of
from ocpp_gateway.check_call import check_call
from ocpp_gateway.domain.calls import CallRequest, Ending
from ocpp_gateway.finish_call import refuse_call
from ocpp_gateway.pump_calls import pump_calls
from ocpp_gateway.tables import CallTable


def enqueue_call(
    request: CallRequest, sequence: str, requested_at: datetime, now: datetime
) -> None:
    """Record the call, refused at once if it must not be sent; then send what is next.

    `sequence` is the message's number in the FIFO queue. A message that comes again changes
    nothing: the call is there, and to pump twice is safe. What was recorded goes out, also where
    it would be refused by now: the run before may have died between the two.
    """
    station = find_station(request.station_id)
    protocol = protocol_of(station) if station else None
    call = new_call(request, protocol, sequence, requested_at)
    fault = check_call(request, station, now)
    if fault:
        refuse_call(call, Ending(Outcome.INVALID, fault), now)
    else:
        record_call(call)
    pump_calls(request.station_id, now)


def record_call(call: CallTable) -> None:
    """Save a waiting call unless it was recorded before."""
    try:
        call.save(CallTable.item.does_not_exist())
    except PutError as error:
        if not is_condition_failure(error):
            raise
