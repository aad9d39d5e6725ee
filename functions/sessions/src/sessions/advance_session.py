"""Keep a session's state machine going: start it, or end its wait."""

from corridor_aws import settings, workflows
from sessions.domain.progress import Readiness, readiness
from sessions.tables import SessionItem

UNTIL_ENDED = "end"
UNTIL_COMPLETE = "rest"
INCOMPLETE = "Incomplete"


def advance_session(item: SessionItem) -> None:
    """Start the machine as long as it holds no token here, else end its wait when it is time.

    The session is saved before. A crash in between loses nothing: the stream brings its batch
    again, and the machine's name makes a second start harmless. The machine stores its token and
    looks at the session in one write (`await_session_end`), so one of the two sees the other.
    """
    if item.cdr_id:
        return
    if item.wait_token:
        release_wait(item)
    else:
        arn = settings.required("CHARGING_SESSION_MACHINE_ARN")
        arguments = {"session_id": item.session_id, "attempt": int(item.attempt)}
        workflows.start(arn, _execution_name(item), arguments)


def release_wait(item: SessionItem) -> None:
    """Complete the token of a session that can be settled; fail it if something is missing."""
    match readiness(item.session):
        case Readiness.COMPLETE:
            workflows.complete(item.wait_token, {})
        case Readiness.INCOMPLETE if item.wait_phase == UNTIL_ENDED:
            workflows.fail(item.wait_token, INCOMPLETE, "The session ended, but parts are missing.")


def _execution_name(item: SessionItem) -> str:
    return item.session_id if item.attempt == 1 else f"{item.session_id}-{item.attempt}"
