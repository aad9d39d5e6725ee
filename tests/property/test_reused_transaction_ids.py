"""Two transactions under one id, weeks apart, are two sessions in whatever order each comes."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor_kernel.identifiers import session_id
from sessions.handlers import on_ledger
from sessions.tables import SessionItem
from tests.transactions import START, STATION, payload, record, whole_transaction
from tests.unit.sessions.conftest import machines

__all__ = ["machines"]

WEEKS = 2
LATER = WEEKS * 7 * 24 * 60


def second(updates):
    """A transaction two weeks later: 100 Wh with every event."""
    last = updates + 1
    kinds = {0: "Started", last: "Ended"}
    return [
        payload(n, kinds.get(n, "Updated"), minute=LATER + n, wh=9000 + 100 * n)
        for n in range(last + 1)
    ]


def deliver(data, bodies, received):
    """Shuffled, with repeats, in batches of any size."""
    repeats = data.draw(st.lists(st.sampled_from(bodies), max_size=3))
    arrived = data.draw(st.permutations([*bodies, *repeats]))
    while arrived:
        size = data.draw(st.integers(1, len(arrived)))
        batch, arrived = arrived[:size], arrived[size:]
        on_ledger.handler({"Records": [record(b, received=received) for b in batch]}, None)


@pytest.mark.usefixtures("aws", "machines")
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data(), st.integers(0, 3))
def test_each_session_bills_its_own_energy(data, updates):
    for item in SessionItem.scan():
        item.delete()
    deliver(data, whole_transaction(updates), START + timedelta(hours=12))
    deliver(data, second(updates), START + timedelta(weeks=WEEKS, hours=12))
    deliver(data, whole_transaction(updates), START + timedelta(hours=12))
    energies = {item.session_id: item.session.energy_wh for item in SessionItem.scan()}
    assert energies == {
        session_id(STATION, "tx-1"): 500 * (updates + 1),
        session_id(STATION, "tx-1", 1): 100 * (updates + 1),
    }
