"""What a transaction that ends right now costs, before its last event is even stored (I03)."""

from functools import reduce

from sessions.domain.facts import NotBillable, facts
from sessions.domain.fold import fold
from sessions.domain.progress import Readiness, has_gap, readiness
from sessions.domain.transaction_event import TransactionEvent
from sessions.place_told import place_told
from sessions.quote_facts import quote_facts
from sessions.read_events import read_events

BUDGET_S = 1.5


def quote_transaction(last: TransactionEvent) -> str | None:
    """The total that the bill will show, as text; None unless all that it rests on is here."""
    (placed,), known = place_told([last], counting=False)
    session_id = placed.session_id
    events = [*read_events(session_id), *([placed] if isinstance(placed, TransactionEvent) else [])]
    session = reduce(fold, events, known[session_id].session)
    if readiness(session) is not Readiness.COMPLETE or has_gap(session):
        return None
    try:
        told = facts(session, events)
    except NotBillable:
        return None
    return str(quote_facts(told, budget_s=BUDGET_S))
