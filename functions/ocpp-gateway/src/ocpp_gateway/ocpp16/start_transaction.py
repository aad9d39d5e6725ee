"""StartTransaction: an id for ever, a Started event, and whatever waited for it (R-RPC-12)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.start import Start, running, start_in
from ocpp_gateway.ocpp16.adopt import adopt
from ocpp_gateway.ocpp16.begin import begin
from ocpp_gateway.ocpp16.known_of_start import known_of_start
from ocpp_gateway.ocpp16.transaction_records import STARTED, running_on
from ocpp_gateway.records import find_record

_TRIES = 5


def answer(request: Request) -> dict[str, Any]:
    """The id and the tag's status: the same however often it comes.

    Three round trips: what is known, the start, what waited for it. A replay takes the first and
    the last, so that it does what a crash left undone.
    """
    transaction_id, id_tag_status = _begun(request)
    adopt(request, running(transaction_id, request.payload, request.now))
    return {"transactionId": transaction_id, "idTagInfo": id_tag_status}


def _begun(request: Request) -> tuple[int, dict[str, Any]]:
    """The start's id and its answer; an id that another start has is passed over."""
    start, attempt = start_in(request.payload, request.message_id, request.now), 0
    for _ in range(_TRIES):
        transaction_id = start.candidate(attempt)
        known = known_of_start(request, start, transaction_id)
        if known.taken and start.is_in(known.taken):
            return transaction_id, known.taken["answer"]
        if known.answered and (before := _answered(request, start, known.answered)):
            return before
        if known.taken is None:
            info = begin(request, start, transaction_id, known)
            if info is not None:
                return transaction_id, info
        else:
            attempt += 1
    raise RuntimeError("no transactionId is free")


def _answered(
    request: Request, start: Start, message: dict[str, Any]
) -> tuple[int, dict[str, Any]] | None:
    """What the same message was answered before the station set its clock."""
    transaction_id = message["transactionId"]
    taken = find_record(request.station_id, STARTED, str(transaction_id))
    if taken is None or not start.is_in(taken):
        return None
    if taken["key"] != start.key and not _runs(request.station_id, transaction_id):
        return None
    return transaction_id, taken["answer"]


def _runs(station_id: str, transaction_id: int) -> bool:
    """Nobody starts again what has ended: after a reboot, message ids may count from 1 again."""
    return any(one.transaction_id == transaction_id for one in running_on(station_id))
