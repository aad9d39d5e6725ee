"""Put a session aside that could not be billed."""

from pynamodb.exceptions import UpdateError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.sessions import SessionState
from sessions.tables import SessionItem


def mark_unsettled(session_id: str, attempt: int, reason: str) -> None:
    """Say why; the next event of the transaction, if one comes, starts another attempt.

    A repeat, and a session that was settled after all or is written off, stay as they are.
    """
    try:
        SessionItem(session_id).update(
            actions=[
                SessionItem.state.set(SessionState.UNSETTLED.value),
                SessionItem.unsettled_reason.set(reason),
                SessionItem.attempt.set(attempt + 1),
                SessionItem.wait_token.remove(),
                SessionItem.version.add(1),
            ],
            condition=(SessionItem.attempt == attempt)
            & SessionItem.cdr_id.does_not_exist()
            & SessionItem.written_off_at.does_not_exist(),
        )
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
