"""Close a session whose bill is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.exceptions import TransactWriteError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from corridor_kernel.events import Event
from corridor_kernel.sessions import SessionState
from sessions.domain.announcements import changed_before_settlement, settled
from sessions.tables import SessionItem

_ATTEMPTS = 5


class BilledTwice(Exception):
    """The session is settled with another CDR."""


def settle_session(
    session_id: str, bill: Mapping[str, Any], flags: Sequence[str], now: datetime
) -> None:
    """Note the CDR and tell of it; asked again with the same bill it does nothing.

    `bill` is what pricing answered: cdr_id, currency, totals, and end and register of its facts.
    What an event has changed since the bill's facts were collected is told as any later change. A
    bill that was on its way when its session was written off counts.
    """
    for attempt in range(_ATTEMPTS):
        item = SessionItem.get(session_id, consistent_read=True)
        if item.cdr_id:
            break
        try:
            _settle(item, bill, flags, now)
            return
        except TransactWriteError as error:
            if not is_lost_race(error) or attempt == _ATTEMPTS - 1:
                raise
    if item.first_cdr_id != bill["cdr_id"]:
        raise BilledTwice(f"{session_id}: {item.first_cdr_id}, {bill['cdr_id']}")


def _settle(
    item: SessionItem, bill: Mapping[str, Any], flags: Sequence[str], now: datetime
) -> None:
    with transaction() as writes:
        writes.update(
            SessionItem(item.session_id),
            actions=[
                SessionItem.state.set(SessionState.SETTLED.value),
                SessionItem.cdr_id.set(bill["cdr_id"]),
                SessionItem.first_cdr_id.set(bill["cdr_id"]),
                SessionItem.total_excl_vat.set(Decimal(bill["total_excl_vat"])),
                SessionItem.total_incl_vat.set(Decimal(bill["total_incl_vat"])),
                SessionItem.currency.set(bill["currency"]),
                SessionItem.billed_wh.set(Decimal(bill["registered_wh"])),
                SessionItem.settlement_flags.set(list(flags)),
                SessionItem.settled_at.set(now),
                SessionItem.wait_token.remove(),
                SessionItem.unsettled_reason.remove(),
                SessionItem.written_off_at.remove(),
                SessionItem.version.add(1),
            ],
            condition=SessionItem.version == item.version,
        )
        for event in _news(item, bill, now):
            writes.save(outbox_item(event))


def _news(item: SessionItem, bill: Mapping[str, Any], now: datetime) -> list[Event]:
    cdr_id, total = bill["cdr_id"], Decimal(bill["total_incl_vat"])
    billed = cdr_id, bill["ended_at"], Decimal(bill["registered_wh"])
    return [
        settled(item.session_id, cdr_id, total, bill["currency"], now),
        *changed_before_settlement(*billed, item.session),
    ]
