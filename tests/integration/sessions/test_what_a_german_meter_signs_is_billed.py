"""Germany: what the meter has signed is billed, by the key that was its own then."""

from datetime import UTC, datetime, timedelta

import pytest

from local.station.signer import Signer
from local.station.signing import Encoding, Shape, Signing, Wishes
from tests.signing_stations import Road, charge, charge16, drive
from tests.waiting import eventually


@pytest.fixture(scope="module")
def road(cloud) -> Road:
    return Road(cloud)


def driven(road, station, *scenes):
    """The entries of a station with a registered meter that has played the scenes."""

    async def scene(station):
        for one in scenes:
            await one(station)

    road.enter_key(station.id, station.evses[1].readings.signer)
    drive(station, scene)
    return station.book


def test_a_valid_pair_is_billed(road):
    station = road.station(Signing(("brainpool384r1",)))
    (entry,) = driven(road, station, charge)
    session = road.billed(entry)
    assert [value["verdict"] for value in road.values(session)] == ["valid", "valid"]
    assert session["flags"] == []


def test_a_station_of_1_6_is_billed_by_what_its_meter_signs_finer_than_it_tells(road):
    signing = Signing(("secp192k1",), Shape.APART, Encoding.PLAIN)
    (entry,) = driven(road, road.station16(signing), charge16)
    session = road.billed(entry)
    assert [value["verdict"] for value in road.values(session)] == ["valid", "valid"]
    assert road.signed_wh(session) == entry.energy_wh + road.signed_wh(session) % 1
    cdr = road.get(f"/cdrs/{session['cdr_id']}")["cdr"]
    assert cdr["total_energy"] == float(road.signed_wh(session) / 1000)


def test_data_that_are_longer_than_the_standard_allows_are_kept_and_count(road):
    station = road.station(Signing(shape=Shape.TOGETHER), pads_records=True)
    (entry,) = driven(road, station, charge)
    (value,) = road.values(road.billed(entry))
    assert value["verdict"] == "valid"
    assert len(value["data"]) > 2500


def test_a_page_that_is_skipped_is_listed_and_the_pair_is_billed(road):
    station = road.station(Signing(), skips_pages=True)
    (entry,) = driven(road, station, charge)
    road.billed(entry)
    missing = road.get(f"/stations/{station.id}/evses/1/missing-pages")["items"]
    gap = {name: missing[0][name] for name in ("meter", "context", "first", "last")}
    serial = station.evses[1].readings.signer.meter.serial
    assert gap == {"meter": serial, "context": "T", "first": 2, "last": 2}


def test_what_comes_after_three_days_is_verified_by_the_key_of_its_time(road):
    """Meanwhile the EVSE has got another meter."""
    ago = timedelta(hours=72)
    station = road.station(Signing(shape=Shape.APART), ago)
    first = road.enter_key(station.id, station.evses[1].readings.signer, ago)
    second = another_meter(station)

    async def scene(station):
        station.go_offline()
        await charge(station)
        station.come_back()

    road.enter_key(station.id, second, timedelta(hours=1))
    drive(station, scene)
    (entry,) = station.book
    assert entry.events_offline == entry.events
    assert datetime.now(UTC) - entry.ended_at > timedelta(hours=71)
    values = road.values(road.billed(entry))
    told = [(value["verdict"], value["fingerprint"]) for value in values]
    assert told == [("valid", first["fingerprint"])] * 2


def another_meter(station) -> Signer:
    """One that was fitted later, on the same curve."""
    wishes = Wishes(lambda context: True, lambda: "Never")
    config = station.config
    return Signer(f"{station.id}-later", "secp256r1", config.signing, wishes, config.quirks)


def test_a_signature_that_takes_its_time_is_waited_for(road):
    station = road.station(Signing(shape=Shape.APART), signs_slowly=True)

    async def slow(station):
        await charge(station)
        await station.clock.sleep(31)

    (entry,) = driven(road, station, slow)
    session = road.billed(entry)
    values = eventually(lambda: road.values(session))
    assert [value["context"] for value in values] == ["Transaction.Begin", "Transaction.End"]
