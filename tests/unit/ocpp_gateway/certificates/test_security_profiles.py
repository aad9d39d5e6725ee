"""Who opens a socket under which security profile (R-RPC-14, A00, A05, B01.FR.11/12)."""

import base64
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpp_gateway.actions import boot_notification
from ocpp_gateway.certificates.records import CERTIFICATE, REVOKED, certificate_key
from ocpp_gateway.domain.passwords import hash_password
from ocpp_gateway.domain.profile_upgrade import Upgrade
from ocpp_gateway.handlers.authorize_connection import handler as authorize
from ocpp_gateway.records import find_record, put_record
from ocpp_gateway.tables import StationTable
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.inbound.speaking import error, result
from tests.unit.ocpp_gateway.outbound.conftest import NOW

PASSWORD = "correct horse battery"
ROOT = pki.Authority()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def edge(monkeypatch) -> None:
    monkeypatch.setenv("VIEWER_CERTIFICATES", "verified")


@pytest.fixture
def station(station) -> StationTable:
    station.update(
        [
            StationTable.password_hash.set(hash_password(PASSWORD, b"0123456789abcdef")),
            StationTable.site.set({"id": "s1"}),
            StationTable.serial_number.set("SN1"),
        ]
    )
    return station


def leaf(subject: x509.Name | None = None, *, issued: bool = True, **more: Any) -> str:
    """A certificate of the station's authority; `issued`: we know that we gave it to it."""
    chain = pki.pem(ROOT.leaf(subject, **more))
    if issued:
        key = certificate_key("ChargingStationCertificate", chain)
        put_record("CS1", CERTIFICATE, key, {"status": "Issued"}, NOW)
    return chain


def admission(
    certificate: str = "", proto: str = "https", present: str = "1", password: str = PASSWORD
) -> dict[str, str] | None:
    headers = {"x-corridor-identity": "CS1", "X-Forwarded-Proto": proto}
    if certificate:
        pem = quote(certificate, safe="")
        headers |= {
            "CloudFront-Viewer-Cert-Present": present,
            "CloudFront-Viewer-Cert-Pem": pem,
        }
    else:
        pair = base64.b64encode(f"CS1:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    try:
        answer = authorize({"methodArn": "arn", "headers": headers}, None)
    except Exception as refusal:
        if str(refusal) != "Unauthorized":
            raise
        return None
    return answer["context"]


def profile() -> int | None:
    return StationTable.get("CS1", "station").security_profile


def test_a_certificate_of_the_station_opens_a_socket(station):
    admitted = admission(leaf())
    assert admitted is not None
    assert admitted["certified_serial_number"] == "SN1"
    assert profile() == 3


@pytest.mark.parametrize(
    "certificate",
    [
        lambda: "garbage",
        lambda: leaf(pki.name("SN2")),
        lambda: leaf(pki.name("SN1", "Other")),
        lambda: leaf(x509.Name([*pki.name(), *pki.name()])),
        lambda: leaf(valid_from=pki.NOW - 9 * DAY, valid_until=pki.NOW - DAY),
        lambda: leaf(valid_from=pki.NOW + DAY),
        lambda: leaf(issued=False),
    ],
)
def test_any_other_certificate_does_not(station, certificate):
    assert admission(certificate()) is None
    assert profile() is None


def test_a_revoked_certificate_opens_none(station):
    chain = leaf()
    fingerprint = certificate_key("", chain).removeprefix("/")
    put_record("CS1", REVOKED, fingerprint, {"revoked_at": ""}, NOW)
    assert admission(chain) is None


def test_a_station_that_never_said_its_serial_number_has_no_certificate(station):
    station.update([StationTable.serial_number.remove()])
    assert admission(leaf(pki.name("None"))) is None


def test_what_the_edge_did_not_verify_is_nothing(station, monkeypatch):
    assert admission(leaf(), present="0") is None
    monkeypatch.delenv("VIEWER_CERTIFICATES")
    assert admission(leaf()) is None


def test_a_stage_may_ask_for_tls(station, monkeypatch):
    assert admission(proto="http") is not None
    monkeypatch.setenv("LOWEST_SECURITY_PROFILE", "2")
    assert admission(proto="http") is None
    assert admission(proto="https") is not None


def test_a_wrong_password_raises_no_profile(station):
    assert admission(password="some other password") is None
    assert profile() is None


def shown(number: int) -> dict[str, str] | None:
    """What comes of a handshake with that profile."""
    if number == 3:
        return admission(leaf())
    return admission(proto="https" if number == 2 else "http")


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(profiles=st.lists(st.integers(1, 3), max_size=5))
def test_a_profile_that_was_reached_is_never_undercut(station, profiles):
    station.update([StationTable.security_profile.remove()])
    highest = 1
    for number in profiles:
        assert (shown(number) is not None) == (number >= highest)
        highest = max(highest, number)


def test_an_operators_leave_lets_it_fall_back_once(station):
    station.update(
        [StationTable.security_profile.set(3), StationTable.security_profile_lowered_to.set(2)]
    )
    assert shown(1) is None
    assert shown(3) is not None
    assert shown(2) is not None
    assert profile() == 2
    assert shown(3) is not None
    assert shown(2) is None


def way(status: str) -> dict[str, Any]:
    upgrade = Upgrade("0a1b2c3d", 2, "ocpp2.0.1", "wss://ocpp.example/", 2, "2,1")
    return {"upgrade": asdict(upgrade), "step": "Reconnect", "status": status}


@pytest.mark.parametrize(("number", "status"), [(1, "Running"), (2, "Completed"), (3, "Completed")])
def test_the_first_handshake_under_a_profile_ends_the_way_there(station, number, status):
    put_record("CS1", "profile-upgrade", "current", way("Running"), NOW)
    shown(number)
    assert find_record("CS1", "profile-upgrade", "current") == way(status)


def boot(serial_number: str | None) -> dict[str, Any]:
    station = {"model": "M", "vendorName": "V"}
    more = {} if serial_number is None else {"serialNumber": serial_number}
    return {"reason": "PowerUp", "chargingStation": station | more}


def test_the_serial_number_of_the_boot_is_that_of_the_certificate(station):
    who = {"station_id": "CS1", "certified_serial_number": "SN1"}
    assert result("BootNotification", boot("SN1"), **who)["status"] == "Accepted"


@pytest.mark.parametrize("serial_number", ["SN2", None])
def test_another_one_costs_the_socket(station, serial_number, monkeypatch):
    closed: list[str] = []
    monkeypatch.setattr(boot_notification, "close_later", lambda socket, _: closed.append(socket))
    who = {"station_id": "CS1", "certified_serial_number": "SN1", "connection_id": "S="}
    assert error("BootNotification", boot(serial_number), **who) == "SecurityError"
    assert closed == ["S="]
    assert StationTable.get("CS1", "station").serial_number == "SN1"
