"""Close a session whose bill is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.exceptions import TransactWriteError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_condition_failure, transaction
from sessions.domain.announcements import settled
from sessions.domain.progress import State
from sessions.tables import SessionItem


class BilledTwice(Exception):
    """The session is settled with another CDR."""


def settle_session(
    session_id: str, bill: Mapping[str, Any], energy_wh: str, flags: Sequence[str], now: datetime
) -> None:
    """Note the CDR and tell of it; asked again with the same bill it does nothing.

    `bill` is what pricing answered: cdr_id, currency, and totals as texts. `energy_wh` and
    `flags` are those of the facts that were rated.
    """
    total = Decimal(bill["total_incl_vat"])
    told = settled(session_id, bill["cdr_id"], total, bill["currency"], now)
    try:
        with transaction() as writes:
            writes.update(
                SessionItem(session_id),
                actions=[
                    SessionItem.state.set(State.SETTLED.value),
                    SessionItem.cdr_id.set(bill["cdr_id"]),
                    SessionItem.total_excl_vat.set(Decimal(bill["total_excl_vat"])),
                    SessionItem.total_incl_vat.set(total),
                    SessionItem.currency.set(bill["currency"]),
                    SessionItem.billed_wh.set(Decimal(energy_wh)),
                    SessionItem.settlement_flags.set(list(flags)),
                    SessionItem.settled_at.set(now),
                    SessionItem.wait_token.remove(),
                    SessionItem.unsettled_reason.remove(),
                    SessionItem.version.add(1),
                ],
                condition=SessionItem.session_id.exists() & SessionItem.cdr_id.does_not_exist(),
            )
            writes.save(outbox_item(told))
    except TransactWriteError as error:
        if not is_condition_failure(error):
            raise
        before = SessionItem.get(session_id, consistent_read=True)
        if before.cdr_id != bill["cdr_id"]:
            raise BilledTwice(f"{session_id}: {before.cdr_id}, {bill['cdr_id']}") from error
