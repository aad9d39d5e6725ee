"""The station's password, certificates and roots: what it takes, and what it then shows."""

from datetime import timedelta

import pytest
from ocpp.v201 import call

from local.cloud import Cloud
from local.station.enrolment import PASSWORDS_FILE, remember_changes
from ocpp_gateway.domain.x509 import hash_data
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.station.waiting import until

PASSWORD = {
    "component": {"name": "SecurityCtrlr"},
    "variable": {"name": "BasicAuthPassword"},
}
ROOT = pki.Authority()


def snake(data: dict[str, str]) -> dict[str, str]:
    names = ("hash_algorithm", "issuer_name_hash", "issuer_key_hash", "serial_number")
    return dict(zip(names, data.values(), strict=True))


def test_a_new_password_is_shown_at_the_next_handshake(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        wanted = PASSWORD | {"attribute_value": "another-password-of-it"}
        answer = await csms.tell(call.SetVariables([wanted]))
        assert answer.set_variable_result[0]["attribute_status"] == "Accepted"
        station.go_offline()
        station.come_back()
        await until(lambda: len(csms.handshakes) == 2)

    csms = play(scene)
    assert csms.handshakes[1][1].endswith(":another-password-of-it")


def test_a_password_that_was_kept_is_kept_anew(play, tmp_path):
    cloud = Cloud(tmp_path)

    async def scene(csms, station):
        cloud.write(PASSWORDS_FILE, {station.id: "the-first-password", "other": "its-own"})
        remember_changes(station, cloud)
        await station.registration.accepted.wait()
        await csms.tell(call.SetVariables([PASSWORD | {"attribute_value": "x" * 16}]))
        assert cloud.read(PASSWORDS_FILE) == {station.id: "x" * 16, "other": "its-own"}

    play(scene)


@pytest.mark.parametrize("password", ["too-short", "x" * 41])
def test_a_password_that_is_none_is_rejected(play, password):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        before = station.credentials.password
        answer = await csms.tell(call.SetVariables([PASSWORD | {"attribute_value": password}]))
        assert answer.set_variable_result[0]["attribute_status"] == "Rejected"
        assert station.credentials.password == before

    play(scene)


def test_a_root_is_installed_listed_and_deleted(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        use = "CSMSRootCertificate"
        for _ in range(2):
            assert (await csms.tell(call.InstallCertificate(use, ROOT.pem))).status == "Accepted"
        listed = await csms.tell(call.GetInstalledCertificateIds())
        (chain,) = listed.certificate_hash_data_chain
        data = snake(hash_data(ROOT.certificate, ROOT.certificate))
        assert chain == {"certificate_type": use, "certificate_hash_data": data}
        others = call.GetInstalledCertificateIds(["V2GRootCertificate"])
        assert (await csms.tell(others)).status == "NotFound"
        assert (await csms.tell(call.DeleteCertificate(data))).status == "Accepted"
        assert (await csms.tell(call.DeleteCertificate(data))).status == "NotFound"

    play(scene)


def test_what_is_no_certificate_is_rejected(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        garbage = call.InstallCertificate("CSMSRootCertificate", "garbage")
        assert (await csms.tell(garbage)).status == "Rejected"

    play(scene)


def test_only_a_certificate_for_the_key_that_asked_is_taken(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await station.security.ask_for_certificate("ChargingStationCertificate")
        key = station.security._asked["ChargingStationCertificate"].public_key()
        ended = {"valid_from": pki.NOW - timedelta(2), "valid_until": pki.NOW - timedelta(1)}
        for leaf, status in (
            (ROOT.leaf(), "Rejected"),
            (ROOT.leaf(public_key=key, **ended), "Rejected"),
            (ROOT.leaf(public_key=key), "Accepted"),
            (ROOT.leaf(public_key=key), "Rejected"),
        ):
            signed = call.CertificateSigned(pki.pem(leaf), "ChargingStationCertificate")
            assert (await csms.tell(signed)).status == status

    csms = play(scene)
    ((_, asked),) = [heard for heard in csms.heard if heard[0] == "SignCertificate"]
    assert "BEGIN CERTIFICATE REQUEST" in asked["csr"]
