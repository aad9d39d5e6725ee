"""Ask a station to stop a transaction."""

from datetime import datetime
from uuid import UUID, uuid5

from corridor_aws.station_calls import send_call
from corridor_kernel.problems import Problem
from corridor_kernel.times import to_text
from sessions.find_session import find_session


def stop_session(session_id: str, now: datetime) -> str:
    """The id of the call that asks the station; Problem 404, or 409 if the session has ended."""
    item = find_session(session_id)
    if item.session.closing:
        raise Problem(409, "Conflict", f"The session ended at {item.session.closing[0]}.")
    call_id = str(uuid5(UUID(session_id), f"stop {to_text(now)}"))
    payload = {"transactionId": item.session.transaction_id}
    send_call(item.station_id, call_id, "RequestStopTransaction", payload)
    return call_id
