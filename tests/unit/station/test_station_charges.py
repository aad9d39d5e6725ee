"""Drivers at the plug: what the backend hears from card to card."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from corridor_kernel.times import from_text
from local.station.token import IdToken
from local.station.vehicle import Curve, Vehicle
from tests.unit.station.waiting import charging, until

CARD = IdToken("CARD")
FULL_AT_ONCE = Vehicle(2_000, Curve(max_power_w=300_000, min_power_w=100_000, ramp_s=5))


async def charge(station, evse_id=1, vehicle=None, hours=0.25):
    await station.registration.accepted.wait()
    evse = station.evses[evse_id]
    evse.plug_in(vehicle or Vehicle())
    assert await evse.present(CARD) == "Accepted"
    await station.clock.sleep(hours * 3600)
    assert await evse.present(CARD) == "Accepted"
    evse.unplug()
    await station.queue.wait_empty()


def test_a_session_is_told_from_begin_to_end(play):
    async def scene(csms, station):
        await charge(station)
        assert csms.events()[-1]["timestamp"] == csms.events()[-1]["meter_value"][0]["timestamp"]

    events = play(scene).events()

    assert [e["seq_no"] for e in events] == list(range(len(events)))
    assert [e["event_type"] for e in events[:2]] == ["Started", "Updated"]
    assert len({e["transaction_info"]["transaction_id"] for e in events}) == 1
    started, ended = events[0], events[-1]
    assert (started["trigger_reason"], started["evse"]) == (
        "Authorized",
        {"id": 1, "connector_id": 1},
    )
    assert started["transaction_info"]["charging_state"] == "EVConnected"
    assert started["meter_value"][0]["sampled_value"][0]["context"] == "Transaction.Begin"
    assert ended["event_type"] == "Ended"
    assert ended["trigger_reason"] == "StopAuthorized"
    assert ended["transaction_info"]["stopped_reason"] == "Local"
    assert ended["meter_value"][0]["sampled_value"][0]["context"] == "Transaction.End"


def test_token_and_evse_are_told_once(play):
    async def scene(csms, station):
        await charge(station)

    events = play(scene).events()

    assert [n for n, e in enumerate(events) if "id_token" in e] == [0, len(events) - 1]
    assert [n for n, e in enumerate(events) if "evse" in e] == [0]
    states = [s for e in events if (s := e["transaction_info"].get("charging_state"))]
    assert states == ["EVConnected", "Charging", "EVConnected"]


def test_the_book_says_what_the_events_said(play):
    async def scene(csms, station):
        await charge(station)
        (entry,) = station.book
        told = [
            Decimal(str(sample["value"]))
            for event in csms.events()
            for meter_value in event.get("meter_value", [])
            for sample in meter_value["sampled_value"]
            if sample["measurand"] == "Energy.Active.Import.Register"
        ]
        assert [register for _, register in entry.samples] == told
        assert told == sorted(told)
        assert entry.energy_wh == told[-1] - told[0] > 1000
        assert entry.events == len(csms.events())
        assert entry.events_offline == entry.events_discarded == 0

    play(scene)


def test_samples_come_at_the_interval(play):
    def periodic(csms):
        return [e for e in csms.events() if e["trigger_reason"] == "MeterValuePeriodic"]

    async def scene(csms, station):
        await charging(csms, station)
        await until(lambda: len(periodic(csms)) >= 4)

    samples = periodic(play(scene, variables={"TxUpdatedInterval": 300}))

    instants = [from_text(e["timestamp"]) for e in samples]
    assert all(b - a >= timedelta(seconds=300) for a, b in pairwise(instants))
    measurands = [v["measurand"] for v in samples[0]["meter_value"][0]["sampled_value"]]
    assert measurands == ["Energy.Active.Import.Register", "Power.Active.Import"]


def test_a_full_car_suspends(play):
    async def scene(csms, station):
        await charge(station, vehicle=FULL_AT_ONCE)
        assert station.book[0].energy_wh == 2000
        assert [state for _, state in station.book[0].states][1:3] == ["Charging", "SuspendedEV"]

    play(scene)


def test_the_meter_stands_still_between_sessions(play):
    async def scene(csms, station):
        await charge(station)
        await station.clock.sleep(60)
        await charge(station)
        first, second = station.book
        assert first.samples[-1][1] == second.samples[0][1]
        assert first.transaction_id != second.transaction_id

    assert [e["seq_no"] for e in play(scene).events()].count(0) == 2


def test_an_unknown_card_starts_nothing(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        station.evses[1].plug_in(Vehicle())
        assert await station.evses[1].present(IdToken("STRANGER")) == "Unknown"
        assert station.book == []

    csms = play(scene)
    assert csms.events() == []
    assert ("Authorize", "STRANGER") in csms.heard


def test_the_same_card_in_other_letters_stops(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        evse = station.evses[1]
        evse.plug_in(Vehicle())
        await evse.present(CARD)
        assert await evse.present(IdToken("card")) == "Accepted"
        assert evse.transaction is None
        await station.queue.wait_empty()

    assert play(scene).actions().count("Authorize") == 1


def test_another_card_stops_only_within_its_group(play, csms):
    family = {"status": "Accepted", "group_id_token": {"id_token": "FAMILY", "type": "Central"}}
    csms.tokens |= {"CARD": family, "SISTER": family, "OTHER": {"status": "Accepted"}}

    async def scene(csms, station):
        await station.registration.accepted.wait()
        evse = station.evses[1]
        evse.plug_in(Vehicle())
        await evse.present(CARD)
        await station.queue.wait_empty()
        assert await evse.present(IdToken("OTHER")) == "ConcurrentTx"
        assert evse.transaction
        assert await evse.present(IdToken("SISTER")) == "Accepted"
        assert evse.transaction is None
        await station.queue.wait_empty()

    assert play(scene, csms).events()[-1]["id_token"]["id_token"] == "SISTER"


def test_pulling_the_cable_ends_the_transaction(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        evse = station.evses[2]
        evse.plug_in(Vehicle())
        await evse.present(CARD)
        await station.clock.sleep(60)
        evse.unplug()
        await station.queue.wait_empty()
        assert station.book[0].stopped_reason == "EVDisconnected"

    ended = play(scene).events()[-1]
    assert ended["trigger_reason"] == "EVCommunicationLost"
    assert ended["transaction_info"]["charging_state"] == "Idle"


def test_a_driver_without_a_car_times_out(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await station.evses[1].present(CARD)
        await until(lambda: station.evses[1].transaction is None)
        await station.queue.wait_empty()

    ended = play(scene).events()[-1]
    assert ended["transaction_info"]["stopped_reason"] == "Timeout"
    assert ended["trigger_reason"] == "EVConnectTimeout"
    assert "charging_state" not in ended["transaction_info"]


def test_a_token_refused_afterwards_ends_the_charge(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        station.evses[1].plug_in(Vehicle())
        await station.authorization.ask(CARD)
        csms.tokens["CARD"] = {"status": "Blocked"}
        station.evses[1].start(CARD, "Authorized")
        await until(lambda: station.evses[1].transaction is None)
        await station.queue.wait_empty()

    assert play(scene).events()[-1]["transaction_info"]["stopped_reason"] == "DeAuthorized"


def test_an_evse_out_of_service_starts_nothing(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        station.evses[1].operative = False
        assert await station.evses[1].present(CARD) == "Invalid"

    assert play(scene).events() == []
