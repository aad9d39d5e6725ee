"""Tell a station what a running transaction has cost so far (I02)."""

from uuid import UUID, uuid5

from corridor_aws.station_calls import send_call
from sessions.domain.facts import facts
from sessions.domain.fold import give_up
from sessions.quote_facts import quote_facts
from sessions.read_events import read_events
from sessions.tables import SessionItem

BUDGET_S = 8
TIMEOUT_S = 30
_EVER = "9999"


def show_cost(session_id: str) -> None:
    """CostUpdated with the cost up to the last event; the same cost is not told twice.

    Raises NotBillable, or that pricing could not say.
    """
    item = SessionItem.get(session_id, consistent_read=True)
    if item.session.closing:
        return
    so_far = facts(give_up(item.session, _EVER), read_events(session_id))
    total = quote_facts(so_far, budget_s=BUDGET_S)
    send_call(
        item.station_id,
        str(uuid5(UUID(session_id), f"cost {total}")),
        "CostUpdated",
        {"totalCost": float(total), "transactionId": item.session.transaction_id},
        timeout_s=TIMEOUT_S,
    )
