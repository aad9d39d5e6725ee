"""The register of an EVSE stands still between two sessions, or somebody is told (R-TX-13)."""

from itertools import permutations

import jsonschema_rs
import orjson
import pytest

from corridor_kernel.identifiers import session_id
from sessions.describe_session import describe_session
from sessions.find_session import find_session
from sessions.handlers import on_ledger
from tests.services import ROOT
from tests.transactions import STATION, payload, record

pytestmark = pytest.mark.usefixtures("aws", "machines")
SCHEMA = orjson.loads((ROOT / "functions/sessions/events/EnergyMissing.v1.json").read_bytes())


def deliver(*payloads):
    on_ledger.handler({"Records": [record(body) for body in payloads]}, None)


def transaction(name, minute, begin, end, evse=1):
    place = {"evse": {"id": evse}} if evse else {}
    return [
        payload(0, "Started", minute=minute, wh=begin, transaction=name, **place),
        payload(1, "Ended", minute=minute + 5, wh=end, transaction=name),
    ]


def flags(name):
    known = describe_session(find_session(session_id(STATION, name)))["flags"]
    return [flag for flag in known if flag in ("energy_missing", "meter_changed")]


def missing(outbox):
    told = [data for name, data in outbox() if name == "EnergyMissing"]
    for data in told:
        jsonschema_rs.validate(SCHEMA["properties"]["data"], data)
    return told


FIRST = transaction("a", 0, 1000, 2000)
SECOND = transaction("b", 10, 2000, 3000)


def test_a_register_that_stood_still_is_no_news(outbox):
    deliver(*FIRST, *SECOND)
    assert (missing(outbox), flags("b")) == ([], [])


def test_energy_in_neither_session_is_missing(outbox):
    deliver(*FIRST, *transaction("b", 10, 2500, 3000))
    (told,) = missing(outbox)
    assert told == {
        "station_id": STATION,
        "evse_id": 1,
        "energy_wh": "500",
        "earlier_session_id": session_id(STATION, "a"),
        "later_session_id": session_id(STATION, "b"),
    }
    assert (flags("a"), flags("b")) == ([], ["energy_missing"])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_means_nothing(outbox, order):
    transactions = [FIRST, transaction("b", 10, 2500, 3000), transaction("c", 20, 3000, 4000)]
    for index in order:
        deliver(*transactions[index])
        deliver(*transactions[index])
    assert "500" in [data["energy_wh"] for data in missing(outbox)]
    assert (flags("a"), flags("b"), flags("c")) == ([], ["energy_missing"], [])


def test_a_session_whose_end_is_unknown_hides_what_was_between(outbox):
    deliver(*FIRST, transaction("b", 10, 2000, 3000)[0], *transaction("c", 20, 3000, 4000))
    assert missing(outbox) == []
    deliver(transaction("b", 10, 2000, 2900)[1])
    assert [data["energy_wh"] for data in missing(outbox)] == ["100"]


def test_a_running_session_is_compared_when_it_has_ended(outbox):
    started, ended = transaction("b", 10, 2500, 3000)
    deliver(*FIRST, started)
    assert missing(outbox) == []
    deliver(ended)
    assert len(missing(outbox)) == 1


def test_a_register_that_fell_is_another_meter_and_no_missing_energy(outbox):
    deliver(*FIRST, *transaction("b", 10, 0, 500))
    assert (missing(outbox), flags("b")) == ([], ["meter_changed"])


@pytest.mark.parametrize("begin", [2010, 1990])
def test_a_step_of_the_meter_is_no_energy(outbox, begin):
    deliver(*FIRST, *transaction("b", 10, begin, 3000))
    assert (missing(outbox), flags("b")) == ([], [])


def test_each_evse_has_its_register(outbox):
    other, nowhere = transaction("b", 10, 7000, 8000, evse=2), transaction("c", 20, 7, 8, evse=None)
    deliver(*FIRST, *other, *nowhere)
    assert (missing(outbox), flags("b"), flags("c")) == ([], [], [])


def test_an_impossible_time_has_no_neighbours(outbox):
    late = transaction("b", 10, 9000, 9500)
    late[0] |= {"timestamp": "1970-01-01T00:00:07Z"}
    deliver(*FIRST, *late)
    assert (missing(outbox), flags("b")) == ([], [])
