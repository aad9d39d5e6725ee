"""Certificates and passwords that get too old are renewed, once a day at most."""

from datetime import timedelta
from typing import Any

import pytest

from ocpp_gateway.renew_credentials import Ages, renew_credentials
from ocpp_gateway.tables import StationTable
from tests.station_calls import station_calls
from tests.unit.ocpp_gateway.outbound.conftest import NOW

AGES = Ages(timedelta(days=30), timedelta(days=180))
DAY = timedelta(days=1)


def asked(ages: Ages = AGES) -> list[tuple[str, Any]]:
    return [(message["action"], message["payload"]) for message in sent(NOW, ages)]


def sent(now: Any, ages: Ages = AGES) -> list[dict[str, Any]]:
    renew_credentials(ages, now)
    return station_calls()


@pytest.fixture
def station(station) -> StationTable:
    station.update([StationTable.password_changed_at.set(NOW - 10 * DAY)])
    return station


def test_nothing_is_asked_while_nothing_is_old(station):
    station.update([StationTable.certificate_expires_at.set(NOW + 31 * DAY)])
    assert asked() == []


def test_a_certificate_is_renewed_before_its_end(station):
    station.update([StationTable.certificate_expires_at.set(NOW + 29 * DAY)])
    trigger = ("TriggerMessage", {"requestedMessage": "SignChargingStationCertificate"})
    assert asked() == [trigger]


def test_a_station_is_asked_once_a_day(station):
    """By the same call_id, which the gateway takes once."""
    station.update([StationTable.certificate_expires_at.set(NOW)])
    ids = [sent(now)[0]["call_id"] for now in (NOW, NOW + timedelta(hours=1), NOW + DAY)]
    assert ids[0] == ids[1] != ids[2]


def test_a_certificate_for_vehicles_is_renewed_too(station):
    station.update([StationTable.v2g_certificate_expires_at.set(NOW - DAY)])
    assert asked() == [("TriggerMessage", {"requestedMessage": "SignV2GCertificate"})]


def test_an_old_password_is_changed(station):
    station.update([StationTable.password_changed_at.set(NOW - 181 * DAY)])
    ((action, _),) = asked()
    assert action == "SetVariables"


@pytest.mark.parametrize(
    "change",
    [
        StationTable.next_password_hash.set("scrypt$"),
        StationTable.security_profile.set(3),
        StationTable.connection_id.remove(),
    ],
)
def test_no_password_is_changed_in_vain(station, change):
    station.update([StationTable.password_changed_at.set(NOW - 181 * DAY), change])
    assert asked() == []


def test_passwords_may_get_any_age(station):
    station.update([StationTable.password_changed_at.remove()])
    assert asked(Ages(DAY, None)) == []
