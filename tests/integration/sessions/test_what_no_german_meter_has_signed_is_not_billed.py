"""Germany: no valid pair, no bill, until a person says whose key it is (R-EI-6, R-EI-7)."""

import pytest

from local.station.signing import Shape, Signing
from tests.signing_stations import Road, charge, drive


@pytest.fixture(scope="module")
def road(cloud) -> Road:
    return Road(cloud)


def enter_keys(road, station):
    road.enter_key(station.id, station.evses[1].readings.signer)


def keys_of(road, station):
    """The keys of EVSE 1, the newest first."""
    return road.get(f"/stations/{station.id}/evses/1/meter-keys")["items"]


def confirm(road, station, key):
    path = f"/stations/{station.id}/evses/1/meter-keys/{key['fingerprint']}/confirmation"
    road.post(path, {"by": "the fitter", "time_certified": True})


def test_a_forged_register_is_not_billed(road):
    station = road.station(Signing(), tampers_records=True)
    enter_keys(road, station)
    drive(station, charge)
    session = road.put_aside(station.book[0])
    assert "signature_wrong" in session["unsettled_reason"]
    told = [(value["verdict"], value["findings"]) for value in road.values(session)]
    assert told == [("invalid", ["signature_wrong"])] * 2


def test_a_meter_that_signs_nothing_bills_nothing(road):
    station = road.station(None)
    drive(station, charge)
    assert "absent" in road.put_aside(station.book[0])["unsettled_reason"]


def test_a_key_that_nobody_knows_bills_once_it_is_confirmed(road):
    station = road.station(Signing())
    drive(station, charge)
    (entry,) = station.book
    session = road.put_aside(entry)
    (key,) = keys_of(road, station)
    assert (key["source"], key["confirmed_at"]) == ("message", None)
    confirm(road, station, key)
    road.try_again(session)
    assert road.billed_at_last(entry)["unsettled_reason"] is None


def test_a_swapped_meter_bills_once_its_key_is_confirmed_and_the_old_one_still_counts(road):
    station = road.station(Signing(("secp256r1",), Shape.TOGETHER))
    enter_keys(road, station)

    async def scene(station):
        await charge(station)
        station.evses[1].readings.replace_meter()
        await charge(station)

    drive(station, scene)
    before, after = station.book
    road.billed(before)
    session = road.put_aside(after)
    assert "key_changed" in session["unsettled_reason"]
    new, old = keys_of(road, station)
    assert (new["confirmed_at"], old["valid_to"]) == (None, None)
    confirm(road, station, new)
    road.try_again(session)
    road.billed_at_last(after)
    new, old = keys_of(road, station)
    assert old["valid_to"] == new["valid_from"]
    road.billed(before)
