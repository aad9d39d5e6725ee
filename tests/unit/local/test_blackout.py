"""The blackout: what it tells of its stations, and how it bears one that gives up."""

import asyncio
from unittest.mock import Mock

from local.bench.fleet import Measured
from local.blackout import bills, play
from local.blackout.figures import figures
from local.blackout.play import Outcome
from local.blackout.station import Figures, GivenUp, Station


def station(connected_at):
    told = Figures(connect_s=0.1, connected_at=connected_at, answers_s=[0.1, 0.1], replay_s=0.5)
    return Station(Mock(), [], 0, told)


def test_a_single_station_has_no_rate_of_connects():
    assert "connects/s" not in figures(Outcome([station(5.0)], Measured(), 1.0))


def test_a_fleet_has_one():
    text = figures(Outcome([station(5.0), station(6.0)], Measured(), 1.0))
    assert "2.0 connects/s accepted" in text
    assert "a station drains 4.0 to 4.0 events/s" in text


def test_a_station_that_gives_a_message_up_is_a_fault_and_stops_nobody():
    told = []

    async def step(who):
        if who == "S1":
            raise GivenUp("S1: TransactionEvent is not answered")
        told.append(who)

    faults = asyncio.run(play._all(["S1", "S2"], 0.0, step))
    assert (faults, told) == (["S1: TransactionEvent is not answered"], ["S2"])


class Office:
    """An operator whose stations have one CDR more at each look, up to what `comes`."""

    def __init__(self, comes):
        self.comes, self.looks, self.lists = comes, [], 0

    async def items(self, path, limit, station_id=None):
        if station_id is None:
            self.lists += 1
            return [
                {"station_id": id}
                for id, most in self.comes.items()
                for _ in range(min(self.looks.count(id), most))
            ]
        self.looks.append(station_id)
        return [{}] * min(self.looks.count(station_id), self.comes[station_id])


def test_all_bills_are_listed_once_a_few_stations_have_theirs(monkeypatch):
    monkeypatch.setattr(bills, "POLL_S", 0)
    office, due = Office({"S1": 1, "S2": 3}), {"S1": 1, "S2": 3}
    assert len(asyncio.run(bills.all_billed(office, due, {}))) == 4
    assert (office.lists, office.looks.count("S2")) == (2, 3)


def test_few_stations_are_watched_at_a_time(monkeypatch):
    monkeypatch.setattr(bills, "POLL_S", 0)
    monkeypatch.setattr(bills, "WATCHED", 1)
    office, due = Office({"S1": 2, "S2": 1}), {"S1": 2, "S2": 1}
    assert len(asyncio.run(bills.all_billed(office, due, {}))) == 3
    assert office.looks == ["S1", "S1", "S2"]


def test_bills_that_never_come_are_waited_for_in_vain(monkeypatch):
    monkeypatch.setattr(bills, "POLL_S", 0)
    monkeypatch.setattr(bills, "PATIENCE_S", 0.05)
    office, due = Office({"S1": 1, "S2": 1}), {"S1": 2, "S2": 1}
    assert len(asyncio.run(bills.all_billed(office, due, {}))) == 2
