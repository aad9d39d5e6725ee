"""Record a batch of the ledger's stream: what can be read and written together is."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from operator import attrgetter

from corridor_aws.streams import Record, each_group
from sessions.domain.status_report import StatusReport
from sessions.domain.transaction_event import TransactionEvent
from sessions.record_events import new_session, record_events
from sessions.tables import SessionEventItem, SessionItem

RETENTION = timedelta(days=90)

Told = TransactionEvent | StatusReport


def record_batch(entries: Sequence[tuple[Record, Told]]) -> None:
    """Store the events, then fold all that was told, one transaction after the other.

    The events come first: a session that is ready to settle has all of its samples.
    """
    told = [meaning for _, meaning in entries]
    _store(event for event in told if isinstance(event, TransactionEvent))
    known = _load(told)
    each_group(
        entries,
        attrgetter("session_id"),
        lambda group: record_events(group, known.pop(group[0].session_id, None)),
    )


def _store(events: Iterable[TransactionEvent]) -> None:
    items = {(event.session_id, _place(event)): event for event in events}
    with SessionEventItem.batch_write() as batch:
        for (session_id, place), event in items.items():
            expires_at = event.received_at + RETENTION
            batch.save(SessionEventItem(session_id, place, event=event, expires_at=expires_at))


def _load(told: Iterable[Told]) -> dict[str, SessionItem]:
    """The sessions of all that was told, those that are not stored yet included."""
    firsts = {meaning.session_id: meaning for meaning in told}
    stored = SessionItem.batch_get(list(firsts), consistent_read=True)
    new = {session_id: new_session(first) for session_id, first in firsts.items()}
    return new | {item.session_id: item for item in stored}


def _place(event: TransactionEvent) -> str:
    seq_no, instant, digest = event.place
    return f"{seq_no:010d}#{instant}#{digest}"
