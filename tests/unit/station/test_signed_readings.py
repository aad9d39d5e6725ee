"""Stations whose meters sign: what stands where, with which key, on which page."""

import json
from datetime import timedelta

import pytest
from ocpp.v201 import call

from corridor_kernel.times import from_text
from local.station.meter_keys import ALL_CURVES
from local.station.quirks import Quirks
from local.station.reading import BEGIN, END
from local.station.signing import Encoding, Shape, Signing
from local.station.token import IdToken
from sessions.domain.ocmf.assessment import Checked, assess
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verification import verify
from tests.unit.station.waiting import charging, until


async def a_charge(csms, station, evse_id=1):
    await charging(csms, station, evse_id)
    station.evses[evse_id].unplug()
    await until(lambda: csms.events()[-1]["event_type"] == "Ended")


async def two_charges(csms, station):
    await a_charge(csms, station)
    await a_charge(csms, station)


def signed(events):
    """(event, context, SignedMeterValueType) of every signed value."""
    return [
        (event["event_type"], sampled["context"], sampled["signed_meter_value"])
        for event in events
        for value in event.get("meter_value", [])
        for sampled in value["sampled_value"]
        if "signed_meter_value" in sampled
    ]


def places(csms):
    return [(event, context) for event, context, _ in signed(csms.events())]


def records(csms):
    return [read_record(value["signed_meter_data"]) for *_, value in signed(csms.events())]


def words(csms, key=None):
    """The state of the charge, and what is found, by the rules of the backend."""
    values = [value for *_, value in signed(csms.events())]
    told = key or next(value["public_key"] for value in values if value["public_key"])
    checked = [
        Checked(record, verify(record, read_key(told)))
        for record in (read_record(value["signed_meter_data"]) for value in values)
    ]
    assessment = assess(checked, Expected(id_token="CARD"))
    return assessment.state, set(assessment.findings)


def test_a_station_without_such_meters_signs_nothing(play):
    csms = play(a_charge, variables={"SampledDataCtrlr/SignReadings": "true"})
    assert places(csms) == []


def test_nothing_is_signed_where_nobody_asks(play):
    csms = play(a_charge, signing=Signing(), variables={"SampledDataCtrlr/SignReadings": "false"})
    assert places(csms) == []


def test_nothing_is_signed_from_when_nobody_asks_any_more(play):
    async def scene(csms, station):
        await a_charge(csms, station)
        station.model.preset("SampledDataCtrlr/SignReadings", "false")
        await a_charge(csms, station)

    assert len(places(play(scene, signing=Signing()))) == 2


def test_ended_has_both_and_started_the_begin_where_it_is_asked_for(play):
    ended = [("Ended", BEGIN), ("Ended", END)]
    assert places(play(a_charge, signing=Signing())) == ended
    wish = {"SampledDataCtrlr/SignStartedReadings": "true"}
    csms = play(a_charge, signing=Signing(), variables=wish)
    assert places(csms) == [("Started", BEGIN), *ended]
    begins = [value["signed_meter_data"] for _, context, value in signed(csms.events())][:2]
    assert begins[0] == begins[1]


def test_begin_and_end_may_stand_apart(play):
    csms = play(a_charge, signing=Signing(shape=Shape.APART))
    assert places(csms) == [("Started", BEGIN), ("Ended", END)]


def test_one_record_may_have_both(play):
    csms = play(a_charge, signing=Signing(shape=Shape.TOGETHER))
    assert places(csms) == [("Ended", END)]
    (record,) = records(csms)
    assert [reading.transaction for reading in record.readings] == ["B", "E"]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("encoding", Encoding)
def test_every_form_is_valid(play, shape, encoding):
    csms = play(a_charge, signing=Signing(shape=shape, encoding=encoding))
    assert words(csms) == ("valid", set())


@pytest.mark.parametrize("curve", ALL_CURVES)
def test_on_every_curve(play, curve):
    assert words(play(a_charge, signing=Signing((curve,)))) == ("valid", set())


def test_each_evse_has_a_meter_of_its_own(play):
    async def scene(csms, station):
        await a_charge(csms, station, 1)
        await a_charge(csms, station, 2)

    csms = play(scene, signing=Signing(("secp256r1", "secp384r1"), Shape.TOGETHER))
    first, second = records(csms)
    assert first.meter_serial != second.meter_serial
    assert [first.page, second.page] == [("T", 1), ("T", 1)]
    curves = [read_key(value["public_key"]).curve for *_, value in signed(csms.events())]
    assert curves == ["secp256r1", "secp384r1"]


def test_pages_go_on_from_session_to_session(play):
    csms = play(two_charges, signing=Signing(shape=Shape.APART))
    assert [record.page for record in records(csms)] == [("T", n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("Never", [False, False] * 2),
        ("OncePerTransaction", [True, False] * 2),
        ("EveryMeterValue", [True, True] * 2),
    ],
)
def test_the_key_is_told_as_often_as_asked_for(play, policy, told):
    wish = {"PublicKeyWithSignedMeterValue": policy}
    csms = play(two_charges, signing=Signing(), variables=wish)
    assert [bool(value["public_key"]) for *_, value in signed(csms.events())] == told


def test_readings_between_are_signed_where_they_are_asked_for(play):
    async def scene(csms, station):
        await charging(csms, station)
        station.evses[1].sample("MeterValuePeriodic", "Sample.Periodic")
        station.evses[1].sample("MeterValueClock", "Sample.Clock")
        station.evses[1].unplug()
        await station.queue.wait_empty()

    wishes = ["SampledDataCtrlr/SignUpdatedReadings", "AlignedDataCtrlr/SignUpdatedReadings"]
    variables = dict.fromkeys(wishes, "true")
    csms = play(scene, signing=Signing(shape=Shape.APART), variables=variables)
    assert [event for event, _ in places(csms)] == ["Started", "Updated", "Updated", "Ended"]
    assert words(csms) == ("valid", set())


def test_an_idle_meter_signs_on_pages_of_its_own(play):
    async def scene(csms, station):
        await a_charge(csms, station)
        trigger = call.TriggerMessage("MeterValues", evse={"id": 1})
        await csms.tell(trigger)
        await until(lambda: "MeterValues" in csms.actions())

    csms = play(scene, signing=Signing(), variables={"AlignedDataCtrlr/SignReadings": "true"})
    ((_, message),) = [heard for heard in csms.heard if heard[0] == "MeterValues"]
    sampled = message["meter_value"][0]["sampled_value"][0]
    record = read_record(sampled["signed_meter_value"]["signed_meter_data"])
    assert record.page == ("F", 1)
    key = read_key(sampled["signed_meter_value"]["public_key"])
    assert verify(record, key).findings == ()


def test_the_device_model_shows_the_key(play):
    async def scene(csms, station):
        await a_charge(csms, station)
        shown = station.model.text("FiscalMetering@1/PublicKey")
        assert shown == signed(csms.events())[0][2]["public_key"]
        station.evses[1].readings.replace_meter()
        assert station.model.text("FiscalMetering@1/PublicKey") != shown

    play(scene, signing=Signing())


def test_another_meter_has_another_serial_key_and_register(play):
    async def scene(csms, station):
        await a_charge(csms, station)
        station.evses[1].readings.replace_meter()
        await a_charge(csms, station)
        assert station.book[1].samples[0][1] == 0

    csms = play(scene, signing=Signing(shape=Shape.TOGETHER))
    first, second = records(csms)
    assert first.meter_serial != second.meter_serial
    assert second.page == ("T", 1)
    keys = {value["public_key"] for *_, value in signed(csms.events())}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("quirk", "finding"),
    [
        ("tampers_records", "signature_wrong"),
        ("spoils_signatures", "signature_wrong"),
        ("signs_with_strange_key", "signature_wrong"),
        ("reserialises_records", "signature_wrong"),
        ("skips_pages", "page_gap"),
    ],
)
def test_what_a_station_does_wrong_is_found(play, quirk, finding):
    csms = play(a_charge, signing=Signing(), quirks=Quirks(**{quirk: True}))
    assert finding in words(csms)[1]


def test_padded_records_are_longer_than_the_schema_allows(play):
    csms = play(a_charge, signing=Signing(), quirks=Quirks(pads_records=True))
    assert all(len(value["signed_meter_data"]) > 2500 for *_, value in signed(csms.events()))
    assert words(csms) == ("valid", set())


def test_a_slow_meter_is_late_with_begin_and_end(play):
    async def scene(csms, station):
        await charging(csms, station)
        await until(lambda: csms.events()[-1]["trigger_reason"] == "SignedDataReceived")
        station.evses[1].unplug()
        await until(lambda: csms.events()[-1]["event_type"] == "Ended")
        late = station.clock.now() - from_text(csms.events()[-1]["timestamp"])
        assert late > timedelta(seconds=29)

    csms = play(scene, signing=Signing(shape=Shape.APART), quirks=Quirks(signs_slowly=True))
    assert places(csms) == [("Updated", BEGIN), ("Ended", END)]
    assert words(csms) == ("valid", set())


def test_a_begin_that_a_slow_meter_had_no_time_for_comes_with_the_end(play):
    def ends(csms):
        return [event["event_type"] for event in csms.events()].count("Ended")

    async def scene(csms, station):
        evse = station.evses[1]
        await station.registration.accepted.wait()
        for visits in (1, 2):
            evse.start(IdToken("CARD"), "Authorized")
            evse.stop("StopAuthorized", "Local")
            await until(lambda visits=visits: ends(csms) == visits)

    csms = play(scene, signing=Signing(shape=Shape.APART), quirks=Quirks(signs_slowly=True))
    assert places(csms) == [("Ended", BEGIN), ("Ended", END)] * 2


def test_what_is_plain_beside_a_signed_value_is_in_the_book_once(play):
    async def scene(csms, station):
        await a_charge(csms, station)
        (entry,) = station.book
        assert [at for at, _ in entry.samples] == sorted({at for at, _ in entry.samples})

    wish = {"SampledDataCtrlr/SignStartedReadings": "true"}
    csms = play(scene, signing=Signing(), variables=wish)
    assert json.dumps(csms.events()).count(BEGIN) == 2
