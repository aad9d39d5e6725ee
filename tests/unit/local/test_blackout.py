"""The blackout: what it tells of its stations, and how it bears one that gives up."""

import asyncio
from unittest.mock import Mock

from local.bench.fleet import Measured
from local.blackout import play
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
