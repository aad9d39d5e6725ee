"""Record a batch of the ledger's stream: what can be read and written together is."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from corridor_aws.streams import Record, each_group
from sessions.domain.transaction_event import TransactionEvent
from sessions.place_told import Told, place_told
from sessions.record_events import record_events
from sessions.signed.keep_signed_values import keep_signed_values
from sessions.tables import RETENTION, SessionEventItem, place_text


def record_batch(entries: Sequence[tuple[Record, Told]]) -> None:
    """Store the events, then fold all that was told, one transaction after the other.

    The events come first: a session that is ready to settle has all of its samples, signed or not.
    """
    told, known = place_told(meaning for _, meaning in entries)
    keep_signed_values(
        (record, event)
        for (record, _), event in zip(entries, told, strict=True)
        if isinstance(event, TransactionEvent)
    )
    _store(event for event in told if isinstance(event, TransactionEvent))
    each_group(
        [(record, meaning) for (record, _), meaning in zip(entries, told, strict=True)],
        attrgetter("session_id"),
        lambda group: record_events(group, known.pop(group[0].session_id, None)),
    )


def _store(events: Iterable[TransactionEvent]) -> None:
    items = {(event.session_id, place_text(event)): event for event in events}
    with SessionEventItem.batch_write() as batch:
        for (session_id, place), event in items.items():
            expires_at = event.received_at + RETENTION
            batch.save(SessionEventItem(session_id, place, event=event, expires_at=expires_at))
