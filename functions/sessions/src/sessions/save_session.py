"""Write a session and the events that tell of the change: both or neither."""

from collections.abc import Iterable

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import transaction
from corridor_kernel.events import Event
from sessions.tables import SessionItem


def save_session(item: SessionItem, told: Iterable[Event]) -> None:
    """Replace the version that was read; raises as is_lost_race knows if it is there no more."""
    events = list(told)
    unchanged = (
        SessionItem.version == item.version
        if item.version
        else SessionItem.session_id.does_not_exist()
    )
    item.version += 1
    if not events:
        item.save(condition=unchanged)
        return
    with transaction() as writes:
        writes.save(item, condition=unchanged)
        for event in events:
            writes.save(outbox_item(event))
