"""Whose a token was when a session started: its group and its party."""

from itertools import permutations

import pytest

from corridor_kernel.times import from_text
from pricing import remember_holder as remembering
from pricing.create_tariff import create_tariff
from pricing.domain.holder import MOST_CHANGES, holder_at
from pricing.domain.targets import ANYBODY, Driver
from pricing.handlers.on_token_changed import handler
from pricing.quote_session import quote_session
from pricing.tables import HolderTable
from tests.unit.pricing.samples import NOON, session, tariff

DAYS = ("2026-03-01T00:00:00.000Z", "2026-04-01T12:59:00.000Z", "2026-04-01T13:30:00.000Z")


def changed(time, uid="04a2", type="ISO14443", **members):
    data = {"type": type, "uid": uid, "status": "Accepted", "updated_at": time} | members
    return {"detail": {"id": "E", "version": 1, "time": time, "data": data}}


def holder(key="04a2#ISO14443"):
    return HolderTable.get(key).changes


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_changes_are_kept_in_order_however_they_are_told(aws, order):
    events = [changed(time, group_id=f"G{number}") for number, time in enumerate(DAYS)]
    for index in (*order, *order):
        handler(events[index], None)
    assert holder() == [[time, f"G{number}", None] for number, time in enumerate(DAYS)]


def test_the_holder_is_the_one_at_that_instant():
    changes = [[DAYS[0], "A", None], [DAYS[1], None, "NL-TNM"]]
    assert holder_at(changes, from_text(DAYS[2])) == Driver(None, "NL-TNM")
    assert holder_at(changes, from_text(DAYS[1])) == Driver(None, "NL-TNM")
    assert holder_at(changes, from_text("2026-03-02T00:00:00Z")) == Driver("A")
    assert holder_at(changes, from_text("2026-01-01T00:00:00Z")) == Driver("A")
    assert holder_at([], NOON) == ANYBODY


def test_the_oldest_changes_are_forgotten(aws):
    for minute in range(MOST_CHANGES + 5):
        handler(changed(f"2026-04-01T12:{minute:02d}:00Z"), None)
    assert len(holder()) == MOST_CHANGES
    assert holder()[0][0] == "2026-04-01T12:05:00.000Z"


def test_one_key_for_all_spellings(aws):
    handler(changed(DAYS[0], uid="NL-TNM-C00000001-X", type="eMAID", party="NL-TNM"), None)
    assert holder("nltnmc00000001#eMAID") == [[DAYS[0], None, "NL-TNM"]]


def test_whoever_is_overtaken_looks_again(aws, monkeypatch):
    def overtaken(key):
        monkeypatch.setattr(remembering, "_known", known)
        found = known(key)
        handler(changed(DAYS[1], group_id="B"), None)
        return found

    known = remembering._known
    monkeypatch.setattr(remembering, "_known", overtaken)
    handler(changed(DAYS[0], group_id="A"), None)
    assert [group for _, group, _ in holder()] == ["A", "B"]


@pytest.mark.parametrize(
    ("members", "paid"),
    [
        ({}, "2.98"),
        ({"id_token": {"id_token": "04A3", "type": "ISO14443"}}, "5.95"),
        ({"id_token": {"id_token": "04A2", "type": "Central"}}, "5.95"),
        ({"id_token": None}, "5.95"),
        ({"started_at": "2026-04-01T13:45:00Z"}, "5.95"),
    ],
)
def test_a_session_has_the_price_of_its_token_s_group_then(station, members, paid):
    create_tariff(tariff(), [{"site": "S1"}], NOON)
    create_tariff(tariff("FLEET", 0.25), [{"site": "S1", "group": "FLEET"}], NOON)
    for time, group in zip(DAYS, ("X", "fleet", "Y"), strict=True):
        handler(changed(time, group_id=group), None)
    assert quote_session(session(**members))["total_incl_vat"] == paid
