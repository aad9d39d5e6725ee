"""Remember a remote start before it goes out, so that its StartTransaction is known (R-TX-11)."""

from datetime import datetime
from typing import Final

from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.domain.ocpp16.remote_start import pending
from ocpp_gateway.ocpp16.transaction_records import ANY_CONNECTOR, REMOTE_START
from ocpp_gateway.records import delete_record, find_record, put_record
from ocpp_gateway.tables import CallTable

_START: Final = "RequestStartTransaction"


def remember(call: CallTable, now: datetime) -> None:
    """The last one asked for a connector stands: another cannot come to anything any more."""
    if call.action == _START:
        put_record(call.station_id, REMOTE_START, _connector(call), pending(call.payload, now), now)


def forget_refused(call: CallTable) -> None:
    """A start that the station refused, or never got, must not claim the driver's card later."""
    if call.action != _START or not _is_refused(call):
        return
    known = find_record(call.station_id, REMOTE_START, _connector(call))
    if known and known["remoteStartId"] == call.payload["remoteStartId"]:
        delete_record(call.station_id, REMOTE_START, _connector(call))


def _is_refused(call: CallTable) -> bool:
    if call.outcome in (Outcome.ERROR, Outcome.INVALID, Outcome.OFFLINE):
        return True
    return call.outcome == Outcome.RESULT and call.response.get("status") != "Accepted"


def _connector(call: CallTable) -> str:
    return str(call.payload.get("evseId", ANY_CONNECTOR))
