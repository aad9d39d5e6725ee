"""Keep a session's state machine going: start it, or end its wait, or ask for what it lacks."""

from corridor_aws import settings, workflows
from sessions.ask_status import ask_status
from sessions.domain.progress import Readiness, readiness
from sessions.tables import SessionItem

UNTIL_ENDED = "end"
"""The `wait_phase` in which a session that is INCOMPLETE ends the wait as well."""


def advance_session(item: SessionItem) -> None:
    """Start the machine as long as no token of it is here, else end its wait when it is time.

    The session was saved before. A crash in between loses nothing: the stream brings its batch
    again, and the execution's name makes a second start harmless. The machine stores its token
    only on a session that it has to wait for, in one conditional write; a save that lost against
    that write is done again and finds the token. So one of the two always sees the other.
    """
    if item.cdr_id or item.written_off_at:
        return
    if readiness(item.session) is Readiness.INCOMPLETE:
        ask_status(item, f"ended {item.session.ended}")
    if item.wait_token:
        _end_wait(item)
    else:
        arn = settings.required("CHARGING_SESSION_MACHINE_ARN")
        arguments = {"session_id": item.session_id, "attempt": int(item.attempt)}
        workflows.start(arn, _execution_name(item), arguments)


def _end_wait(item: SessionItem) -> None:
    match readiness(item.session):
        case Readiness.COMPLETE if item.session.is_lost and item.wait_phase == UNTIL_ENDED:
            workflows.fail(item.wait_token, "Lost", "The station has forgotten the transaction.")
        case Readiness.COMPLETE:
            workflows.complete(item.wait_token, {})
        case Readiness.INCOMPLETE if item.wait_phase == UNTIL_ENDED:
            workflows.fail(
                item.wait_token, "Incomplete", "The session ended, but parts are missing."
            )


def _execution_name(item: SessionItem) -> str:
    return item.session_id if item.attempt == 1 else f"{item.session_id}-{item.attempt}"
