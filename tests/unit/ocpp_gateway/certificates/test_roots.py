"""The roots that operators name, and what may be installed at a station."""

from datetime import timedelta
from typing import Any

import pytest

from ocpp_gateway.domain.rules.rule import Known
from ocpp_gateway.domain.rules.table import RULES
from ocpp_gateway.handlers import operator
from ocpp_gateway.records import all_records, put_record
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.outbound.conftest import NOW, call

ROOT = pki.Authority()
PAST = {"valid_from": pki.NOW - timedelta(days=9), "valid_until": pki.NOW - timedelta(days=1)}


def ask(operation: str, **parameters: Any) -> dict[str, Any]:
    return operator.handler({"operation": operation, "parameters": parameters}, None)


def put(certificate: str, use: str = "CSMSRootCertificate") -> dict[str, Any]:
    return ask("put_root", name="ours", certificate_type=use, certificate=certificate)


def test_a_root_is_installed_by_its_name(station):
    assert put(ROOT.pem)["status"] == 200
    queued = ask("install_root", station_id="CS1", root="ours")["body"]
    expected = {"certificateType": "CSMSRootCertificate", "certificate": ROOT.pem}
    assert call(queued["call_id"]).payload == expected


@pytest.mark.parametrize(
    "certificate",
    [
        "garbage",
        pki.pem(ROOT.leaf()),
        ROOT.pem + pki.Authority().pem,
        pki.Authority(**PAST).pem,
        pki.on_an_odd_curve(ROOT.pem),
    ],
)
def test_what_is_no_root_is_refused(aws, certificate):
    assert put(certificate)["problem"]["errors"][0]["location"] == "certificate"
    assert ask("list_roots")["body"]["items"] == []


def test_our_own_authority_is_nothing_to_install(station):
    facts = dict.fromkeys(("common_name", "serial_number", "valid_until"), "")
    content = {"certificateType": "Authority", "certificate": ROOT.pem, **facts}
    put_record("/network", "root", "authority", content, NOW)
    answer = ask("install_root", station_id="CS1", root="authority")
    assert answer["problem"]["status"] == 422


def test_our_own_authority_stays_as_it_is(aws):
    facts = dict.fromkeys(("common_name", "serial_number", "valid_until"), "")
    content = {"certificateType": "Authority", "certificate": ROOT.pem, **facts}
    put_record("/network", "root", "ours", content, NOW)
    assert put(pki.Authority().pem)["problem"]["status"] == 409
    assert ask("delete_root", name="ours")["problem"]["status"] == 409
    assert ask("get_root", name="ours")["body"]["certificate"] == ROOT.pem


@pytest.mark.parametrize("certificate", ["garbage", ROOT.pem * 2])
def test_a_call_installs_one_certificate(certificate):
    payload = {"certificateType": "CSMSRootCertificate", "certificate": certificate}
    faults = RULES["ocpp2.0.1"]["InstallCertificate"].faults(payload, Known(NOW))
    assert "certificate" in next(faults)


def test_a_revoked_certificate_is_told_and_its_socket_closed(station, monkeypatch):
    from ocpp_gateway.certificates import revoke_certificate as revoking

    closed: list[str] = []
    monkeypatch.setattr(revoking, "close_later", lambda socket, delay_s: closed.append(socket))
    content = {
        "certificateType": "ChargingStationCertificate",
        "sha256": "ab" * 32,
        "valid_until": "2027-11-22T14:00:00.000Z",
    }
    put_record("CS1", "certificate", "one", content | {"status": "Installed"}, NOW)
    ask("revoke_certificate", station_id="CS1", sha256="AB" * 32)
    assert all_records("CS1", "certificate")["one"]["status"] == "Revoked"
    assert set(all_records("CS1", "revoked-certificate")) == {"ab" * 32}
    assert closed == [station.connection_id]
