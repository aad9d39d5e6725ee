"""Give a remote start up."""

from datetime import datetime

from pynamodb.exceptions import TransactWriteError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_condition_failure, transaction
from sessions.domain.announcements import start_failed
from sessions.tables import RemoteStartItem


def fail_start(station_id: str, remote_start_id: int, reason: str, now: datetime) -> None:
    """Note and tell why no transaction came; a start that did come meanwhile stays started."""
    try:
        with transaction() as writes:
            writes.update(
                RemoteStartItem(station_id, remote_start_id),
                actions=[
                    RemoteStartItem.reason.set(reason),
                    RemoteStartItem.wait_token.remove(),
                ],
                condition=RemoteStartItem.station_id.exists()
                & RemoteStartItem.session_id.does_not_exist(),
            )
            writes.save(outbox_item(start_failed(station_id, remote_start_id, reason, now)))
    except TransactWriteError as error:
        if not is_condition_failure(error):
            raise
