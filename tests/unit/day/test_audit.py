"""Every way in which a bill can be wrong is named."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from corridor_kernel.identifiers import session_id
from local.day.audit import Account, faults
from local.day.network import network
from local.day.oracle import Price
from local.station.book import Entry

NETWORK = network("TEST")
STATION = NETWORK.east.id
ID = session_id(STATION, "T")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CDR = {
    "cdr_id": "C",
    "session_id": ID,
    "total_excl_vat": "1.00",
    "total_incl_vat": "1.19",
    "currency": "EUR",
}
SESSION = {"session_id": ID, "energy_wh": "1000.0", "events": [{}, {}]}


class Answers:
    """The lists of an operator API, by what they are asked for."""

    def __init__(self, sessions=(SESSION,), cdrs=(CDR,), refused=()):
        self._lists = {
            ("/sessions", STATION): list(sessions),
            ("/cdrs", STATION): list(cdrs),
            ("/sessions", NETWORK.stranger.id_token): list(refused),
        }

    async def items(self, path, **query):
        return self._lists.get((path, *query.values()), [])


def account(
    session=SESSION, cdrs=(CDR,), discarded=0, verdicts=("valid", "valid"), post=NETWORK.east
):
    entry = Entry(STATION, 1, "T", "CARD", NOON, NOON, events=2, events_discarded=discarded)
    entry.samples = [(NOON, Decimal(0)), (NOON, Decimal(1000))]
    due = Price(Decimal("1.00"), Decimal("1.19"))
    return Account(post, entry, due, session, list(cdrs), list(verdicts))


def audit(found, answers):
    return asyncio.run(faults(NETWORK, found, answers))


def test_a_right_bill_has_no_fault():
    assert audit([account()], Answers()) == []


@pytest.mark.parametrize(
    ("found", "answers", "fault"),
    [
        (account(cdrs=[]), Answers(cdrs=[]), "has 0 CDRs"),
        (account(cdrs=[CDR, CDR]), Answers(cdrs=[CDR, CDR]), "has 2 CDRs"),
        (account(cdrs=[CDR | {"total_incl_vat": "1.20"}]), Answers(), "(net, gross, currency)"),
        (account(cdrs=[CDR | {"currency": "PLN"}]), Answers(), "(net, gross, currency)"),
        (account(SESSION | {"energy_wh": "999"}), Answers(), "energy_wh is 999"),
        (account(SESSION | {"events": [{}]}), Answers(), "events is 1"),
        (account(discarded=1), Answers(), "given up"),
        (
            account(verdicts=["valid", "invalid"]),
            Answers(),
            "verdicts on what its meter has signed",
        ),
        (account(verdicts=[]), Answers(), "verdicts on what its meter has signed"),
        (account(post=NETWORK.abroad), Answers(), "verdicts on what its meter has signed"),
        (account(), Answers(sessions=[]), "is missing"),
        (account(), Answers(cdrs=[CDR, CDR]), "there 2 times"),
        (account(), Answers(sessions=[SESSION, {"session_id": "other"}]), "other is there 1"),
        (account(), Answers(refused=[{"session_id": "theirs"}]), "refused card has session theirs"),
    ],
)
def test_a_wrong_one_is_told(found, answers, fault):
    assert any(fault in told for told in audit([found], answers))
