"""A vehicle gets its contract certificate from a provider, through us (M01, M02)."""

import json
from typing import Any

import pytest

from tests.unit.ocpp_gateway.certificates.responder import serving
from tests.unit.ocpp_gateway.inbound.speaking import result

ASKED = {
    "iso15118SchemaVersion": "urn:iso:15118:2:2013:MsgDef",
    "action": "Install",
    "exiRequest": "gJgC",
}


@pytest.fixture
def provider(monkeypatch):
    with serving() as server:
        monkeypatch.setenv("OCSP_PRIVATE_HOSTS", "127.0.0.1")
        monkeypatch.setenv("CONTRACT_PROVIDER_URL", server.url)
        yield server


def ask() -> dict[str, Any]:
    return result("Get15118EVCertificate", ASKED, station_id="CS1")


def answered(exi: Any) -> tuple[int, bytes]:
    content = [{"messageDef": {"certificateInstallationRes": exi}}]
    return 200, json.dumps({"CCPResponse": {"emaidContent": content}}).encode()


def test_the_providers_message_goes_to_the_vehicle(station, provider, monkeypatch):
    monkeypatch.setenv("CONTRACT_PROVIDER_TOKEN", "t0k3n")
    provider.answer = lambda body: answered("x" * 7500)
    assert ask() == {"status": "Accepted", "exiResponse": "x" * 7500}
    (body,) = map(json.loads, provider.asked)
    assert body == {
        "certificateInstallationReq": "gJgC",
        "xsdMsgDefNamespace": "urn:iso:15118:2:2013:MsgDef",
    }
    assert provider.headers["Authorization"] == "Bearer t0k3n"


@pytest.mark.parametrize(
    "answer",
    [
        (404, b"{}"),
        (200, b"garbage"),
        (200, b"{}"),
        (200, b'{"CCPResponse": {"emaidContent": []}}'),
        answered(None),
        answered("x" * 7501),
    ],
)
def test_a_provider_that_has_none_is_told(station, provider, answer):
    provider.answer = lambda body: answer
    told = ask()
    assert (told["status"], told["exiResponse"]) == ("Failed", "")
    assert told["statusInfo"]["reasonCode"] == "ProviderFailed"


def test_without_a_provider_the_vehicle_is_told_so(station):
    assert ask()["statusInfo"]["reasonCode"] == "NoProvider"
