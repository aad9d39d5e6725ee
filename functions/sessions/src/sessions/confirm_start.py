"""Note that a transaction answers a remote start."""

from pynamodb.exceptions import UpdateError

from corridor_aws import workflows
from corridor_aws.tables import is_condition_failure
from sessions.domain.remote_start import LARGEST_ID
from sessions.tables import RemoteStartItem


def confirm_start(station_id: str, remote_start_id: int, session_id: str) -> None:
    """Complete the start's wait, if it has begun; an id that we never gave is passed over.

    A start that was given up and comes late is a start all the same.
    """
    if not 0 < remote_start_id <= LARGEST_ID:
        return
    item = RemoteStartItem(station_id, remote_start_id)
    try:
        item.update(
            actions=[RemoteStartItem.session_id.set(session_id)],
            condition=RemoteStartItem.station_id.exists(),
        )
    except UpdateError as error:
        if is_condition_failure(error):
            return
        raise
    if item.wait_token:
        workflows.complete(item.wait_token, {"session_id": session_id})
