"""What we ask of a 1.6 station: other services cannot tell the difference (ADR 0013)."""

from datetime import timedelta
from typing import Any

import pytest

from corridor_kernel.ocpp.frames import CallError, CallResult
from corridor_kernel.times import to_text
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.records import all_records
from ocpp_gateway.show_call import show_call
from tests.unit.ocpp_gateway.inbound import speaking
from tests.unit.ocpp_gateway.outbound.conftest import NOW, SOCKET, air, ask, call, ending
from tests.unit.ocpp_gateway.outbound.conftest import station as station_201

__all__ = ["air", "station_201"]

CARD = {"idToken": "04AA", "type": "ISO14443"}
START = {"remoteStartId": 5, "evseId": 1, "idToken": CARD}


@pytest.fixture
def station(station_201) -> Any:
    """CS1 was registered for 2.0.1 and came with 1.6."""
    station_201.connection_protocol = "ocpp1.6"
    station_201.save()
    return station_201


def reply(call_id: str = "c1", after_s: float = 1, **payload: Any) -> None:
    """The station answers, and the call table's stream tells of it."""
    now = NOW + timedelta(seconds=after_s)
    receive_answer("CS1", CallResult(call_id, payload), now)
    complete_call(call(call_id), now)


def records(kind: str) -> dict[str, Any]:
    return all_records("CS1", kind)


def test_a_remote_start_goes_out_in_its_words_and_comes_back_in_ours(station, air):
    ask("c1", "RequestStartTransaction", payload=START)
    assert air.frames[0][1] == [
        2,
        "c1",
        "RemoteStartTransaction",
        {"connectorId": 1, "idTag": "04AA"},
    ]
    assert records("remote-start")["1"]["remoteStartId"] == 5
    reply(status="Accepted")
    assert (ending(), call().response) == ("Result", {"status": "Accepted"})
    assert show_call("CS1", "c1")["native"] == {
        "action": "RemoteStartTransaction",
        "payload": {"connectorId": 1, "idTag": "04AA"},
        "response": {"status": "Accepted"},
    }


def started(after_s: float = 30, **more: Any) -> dict:
    """The Started event that a StartTransaction of that moment makes."""
    from unittest.mock import patch

    import orjson

    from ocpp_gateway.tables import LedgerTable

    at = NOW + timedelta(seconds=after_s)
    told = {"connectorId": 1, "idTag": "04aa", "meterStart": 1, "timestamp": to_text(at)} | more
    with patch("ocpp_gateway.handlers.on_frame.datetime") as clock:
        clock.now.return_value = at
        answer = speaking.call("StartTransaction", told, station_id="CS1", protocol="ocpp1.6")
    transaction = f"CS1#{answer[2]['transactionId']}"
    (event,) = [item for item in LedgerTable.query(transaction) if item.payload]
    payload: dict = orjson.loads(event.payload)
    return payload


@pytest.mark.parametrize("evse", [{"evseId": 1}, {}])
def test_the_transaction_that_follows_has_its_remote_start_id(station, air, evse):
    payload = {"remoteStartId": 5, "idToken": CARD} | evse
    ask("c1", "RequestStartTransaction", payload=payload)
    event = started()
    assert event["transactionInfo"]["remoteStartId"] == 5
    assert event["triggerReason"] == "RemoteStart"
    assert records("remote-start") == {}
    again = started(after_s=60, meterStart=2)
    assert "remoteStartId" not in again["transactionInfo"]


@pytest.mark.parametrize(
    "other",
    [
        {"idTag": "04BB"},
        {"connectorId": 2},
        {"after_s": 900},
        {"timestamp": "2026-11-22T10:00:00Z"},
    ],
)
def test_another_transaction_has_not(station, air, other):
    ask("c1", "RequestStartTransaction", payload=START)
    assert "remoteStartId" not in started(**other)["transactionInfo"]
    assert len(records("remote-start")) == 1


def test_a_refused_start_claims_no_card_later(station, air):
    ask("c1", "RequestStartTransaction", payload=START)
    reply(status="Rejected")
    assert records("remote-start") == {}
    ask("c2", "RequestStartTransaction", payload=START)
    receive_answer("CS1", CallError("c2", "NotSupported", "no"), NOW)
    complete_call(call("c2"), NOW)
    assert records("remote-start") == {}


def test_a_start_that_was_never_sent_claims_no_card_later(station, air):
    air.gone.add(SOCKET)
    ask("c1", "RequestStartTransaction", payload=START)
    complete_call(call("c1"), NOW)
    assert (ending(), records("remote-start")) == ("Offline", {})


def test_a_variable_that_it_lacks_is_answered_without_asking(station, air):
    named = {"component": {"name": "DisplayMessageCtrlr"}, "variable": {"name": "Enabled"}}
    datum = named | {"attributeValue": "true"}
    ask("c1", "SetVariables", payload={"setVariableData": [datum]})
    assert air.frames == []
    assert ending() == "Result"
    unknown = named | {"attributeStatus": "UnknownVariable"}
    assert call().response == {"setVariableResult": [unknown]}


def test_what_it_cannot_do_ends_as_invalid(station, air):
    ask("c1", "Reset", payload={"type": "OnIdle", "evseId": 1})
    assert ending() == "Invalid"
    assert call().error_description == "OCPP 1.6 has no words for a reset of one EVSE."


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("StartTransaction", {}),
        ("Heartbeat", {}),
        ("TransactionEvent", {}),
        ("MakeCoffee", {}),
        ("Reset", {"type": "Lukewarm"}),
        ("SetVariables", {}),
        ("GetTransactionStatus", {}),
    ],
)
def test_what_it_does_not_take_is_never_sent(station, air, action, payload):
    ask("c1", action, payload=payload)
    assert ending() == "Invalid"
    assert air.frames == []


def test_results_are_kept_as_those_of_any_station(station, air):
    named = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
    ask("c1", "SetVariables", payload={"setVariableData": [named | {"attributeValue": "60"}]})
    assert air.frames[0][1][2] == "ChangeConfiguration"
    reply(status="Accepted")
    assert records("setting")["OCPPCommCtrlr/HeartbeatInterval"]["status"] == "Accepted"
    attributes = records("variable")["OCPPCommCtrlr/HeartbeatInterval"]["attributes"]
    assert attributes == [{"type": "Actual", "value": "60"}]


@pytest.mark.parametrize("key", ["AuthorizationKey", "authorizationkey", "WifiPassword"])
def test_a_base_report_is_the_configuration(station, air, outbox, key):
    report = {"requestId": 9, "reportBase": "FullInventory"}
    ask("c1", "GetBaseReport", payload=report)
    secret = {"key": key, "readonly": False, "value": "00ffee00ffee"}
    reply(configurationKey=[{"key": "HeartbeatInterval", "readonly": False, "value": "60"}, secret])
    assert records("report")["9"]["complete"] is True
    assert "OCPPCommCtrlr/HeartbeatInterval" in records("variable")
    assert "00ffee00ffee" not in repr(call().serialize())
    assert "00ffee00ffee" not in repr(records("variable"))
    assert call().response == {"status": "Accepted"}
    assert [name for name, _ in outbox()].count("StationReported") == 1


def test_its_own_words_come_back_as_they_are(station, air):
    ask("c1", "GetConfiguration", payload={"key": ["HeartbeatInterval"]})
    told = {"configurationKey": [{"key": "HeartbeatInterval", "readonly": True, "value": "60"}]}
    reply(**told)
    assert call().response == told
    assert show_call("CS1", "c1")["native"] is None
    assert "OCPPCommCtrlr/HeartbeatInterval" in records("variable")


def test_a_change_in_its_own_words_is_a_setting_too(station, air):
    ask("c1", "ChangeConfiguration", payload={"key": "LedBrightness", "value": "5"})
    reply(status="RebootRequired")
    assert records("setting")["CustomizationCtrlr/LedBrightness"]["status"] == "RebootRequired"


def test_a_password_in_its_own_words_is_refused(station, air):
    ask("c1", "ChangeConfiguration", payload={"key": "authorizationkey", "value": "00"})
    assert ending() == "Invalid"
    assert air.frames == []


@pytest.mark.parametrize("spelling", ["FormationViolation", "FormatViolation"])
def test_an_error_is_understood_in_either_spelling(station, air, spelling):
    ask("c1", "ClearCache")
    receive_answer("CS1", CallError("c1", spelling, "no"), NOW)
    assert (ending(), call().error_code) == ("Error", "FormatViolation")


def test_the_status_of_an_unsigned_update_is_that_of_the_last_one_asked_for(station, air):
    firmware = {"location": "https://x/f", "retrieveDateTime": to_text(NOW)}
    ask("c1", "UpdateFirmware", payload={"requestId": 6, "firmware": firmware})
    reply()
    told = {"status": "Downloading"}
    speaking.call("FirmwareStatusNotification", told, station_id="CS1", protocol="ocpp1.6")
    assert records("firmware-update")["6"]["status"] == "Downloading"


def test_a_pending_station_may_send_what_it_was_asked_for(station, air):
    from ocpp_gateway.tables import StationTable

    station.registration = "Pending"
    station.save()
    trigger = {"requestedMessage": "SignChargingStationCertificate"}
    ask("c1", "TriggerMessage", payload=trigger)
    assert StationTable.get("CS1", "station").asked == {"SignCertificate"}


def test_a_local_list_in_its_own_words_is_followed_up(station, air, monkeypatch):
    from ocpp_gateway.results import local_lists

    taken = []
    monkeypatch.setattr(local_lists, "_change", lambda finished, change: taken.append(finished))
    ask("c1", "SendLocalList", payload={"listVersion": 3, "updateType": "Full"})
    reply(status="Accepted")
    assert [finished.payload["versionNumber"] for finished in taken] == [3]


def test_a_station_without_a_local_list_says_so(station, air):
    ask("c1", "GetLocalListVersion")
    reply(listVersion=-1)
    assert call().response == {"versionNumber": -1}
