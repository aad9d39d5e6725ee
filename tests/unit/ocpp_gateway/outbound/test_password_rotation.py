"""A new password for a station: which one opens a socket, and where it may be read (R-RPC-14)."""

import base64
import re
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from corridor_aws.outbox import OutboxItem
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway.authorize_connection import authorize_connection
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.domain.handshake import Handshake
from ocpp_gateway.domain.passwords import hash_password
from ocpp_gateway.handlers import operator
from ocpp_gateway.handlers.authorize_connection import handler as authorize
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.settle_password import keep_new, keep_old
from ocpp_gateway.tables import CallTable, StationTable
from ocpp_gateway.time_out_call import time_out_call
from tests.unit.ocpp_gateway.outbound.conftest import NOW, ask, call, ending, out

OLD = "correct horse battery"
ROTATION = {
    "setVariableData": [
        {
            "component": {"name": "SecurityCtrlr"},
            "variable": {"name": "BasicAuthPassword"},
            "attributeValue": "{{generated}}",
        }
    ]
}


@pytest.fixture
def station(station) -> StationTable:
    station.update(
        [
            StationTable.password_hash.set(hash_password(OLD, b"0123456789abcdef")),
            StationTable.site.set({"id": "s1"}),
        ]
    )
    return station


def rotate(air, call_id: str = "c1", **changes: Any) -> str:
    """The password that goes out."""
    ask(call_id, "SetVariables", payload=ROTATION, **changes)
    _, frame = air.frames[-1]
    assert frame[1:3] == [call_id, "SetVariables"]
    return frame[3]["setVariableData"][0]["attributeValue"]


def answer(status: str, call_id: str = "c1") -> None:
    named = {k: v for k, v in ROTATION["setVariableData"][0].items() if k != "attributeValue"}
    result = {"setVariableResult": [named | {"attributeStatus": status}]}
    receive_answer("CS1", CallResult(call_id, result), NOW)
    complete_call(call(call_id), NOW)


def opens(password: str | bytes) -> bool:
    secret = password.encode() if isinstance(password, str) else password
    basic = "Basic " + base64.b64encode(b"CS1:" + secret).decode()
    event = {"methodArn": "arn", "headers": {"x-corridor-identity": "CS1", "Authorization": basic}}
    try:
        answer = authorize(event, None)
    except Exception as error:
        if str(error) != "Unauthorized":
            raise
        return False
    return answer["context"]["known"] == "true"


def is_settled() -> bool:
    return StationTable.get("CS1", "station").next_password_hash is None


def test_an_accepted_password_is_the_only_one(station, air):
    new = rotate(air)
    assert re.fullmatch(r"[A-Za-z0-9*\-_=+|@.]{40}", new)
    answer("Accepted")
    assert is_settled()
    assert StationTable.get("CS1", "station").password_changed_at == NOW
    assert not opens(OLD)
    assert opens(new)


@pytest.mark.parametrize("status", ["Rejected", "UnknownVariable", "NotSupportedAttributeType"])
def test_after_a_refusal_the_old_one_stays(station, air, status):
    new = rotate(air)
    answer(status)
    assert is_settled()
    assert not opens(new)
    assert opens(OLD)


def test_an_error_is_a_refusal(station, air):
    new = rotate(air)
    receive_answer("CS1", CallError("c1", "NotSupported", "", {}), NOW)
    complete_call(call(), NOW)
    assert not opens(new)
    assert opens(OLD)


@pytest.mark.parametrize("told", [True, False])
def test_without_an_answer_both_are_valid_until_one_is_used(station, air, told):
    new = rotate(air)
    if told:
        time_out_call("CS1", "c1", call().attempt, NOW)
        complete_call(call(), NOW)
    assert not is_settled()
    assert not opens("some other long password")
    assert not is_settled()
    assert opens(new)
    assert is_settled()
    assert not opens(OLD)


def test_the_old_one_may_be_the_one_that_is_used(station, air):
    new = rotate(air)
    time_out_call("CS1", "c1", call().attempt, NOW)
    assert opens(OLD)
    assert is_settled()
    assert not opens(new)


def connect(password: str, at: datetime) -> None:
    basic = "Basic " + base64.b64encode(b"CS1:" + password.encode()).decode()
    authorize_connection(Handshake("CS1", basic, "ocpp2.0.1"), at)


def test_a_station_may_take_it_after_it_connected_with_the_old_one(station, air):
    """The frame was read, the link broke, and the station connects before it sees to the frame."""
    new = rotate(air)
    time_out_call("CS1", "c1", call().attempt, NOW)
    connect(OLD, NOW + timedelta(seconds=5))
    assert not is_settled()
    connect(new, NOW + timedelta(minutes=1))
    assert is_settled()
    assert not opens(OLD)


def test_a_reboot_may_be_asked_for_before_we_know_of_it(station, air):
    new = rotate(air)
    connect(OLD, NOW + timedelta(seconds=5))
    answer("RebootRequired")
    assert opens(OLD)
    assert opens(new)


def test_a_password_that_needs_a_reboot_waits_for_it(station, air):
    new = rotate(air)
    answer("RebootRequired")
    assert opens(OLD)
    assert opens(OLD)
    assert opens(new)
    assert not opens(OLD)


def test_a_late_end_of_the_call_undoes_nothing(station, air):
    new = rotate(air)
    time_out_call("CS1", "c1", call().attempt, NOW)
    assert opens(new)
    complete_call(call(), NOW)
    answer("Rejected")
    assert opens(new)


def test_a_second_rotation_waits_until_the_first_is_settled(station, air):
    new = rotate(air)
    time_out_call("CS1", "c1", call().attempt, NOW)
    ask("c2", "SetVariables", payload=ROTATION)
    assert ending("c2") == "Invalid"
    assert (len(air.frames), out()) == (1, None)
    refused = operator.handler(
        {"operation": "rotate_password", "parameters": {"station_id": "CS1"}}, None
    )
    assert refused["problem"]["status"] == 409
    assert opens(new)
    newest = rotate(air, "c3")
    answer("Accepted", "c3")
    assert opens(newest)
    assert not opens(new)


def test_who_settles_late_settles_no_other_rotation(station, air):
    first = rotate(air)
    stale = StationTable.get("CS1", "station")
    time_out_call("CS1", "c1", call().attempt, NOW)
    assert opens(first)
    second = rotate(air, "c2")
    keep_old(stale)
    keep_new(stale, NOW)
    assert StationTable.get("CS1", "station").next_password_call_id == "c2"
    assert opens(second)


def test_the_password_is_readable_nowhere(station, air, capfd):
    new = rotate(air)
    answer("Accepted")
    shown = operator.handler(
        {"operation": "get_call", "parameters": {"station_id": "CS1", "call_id": "c1"}}, None
    )
    for model in (CallTable, StationTable, OutboxItem):
        stored = [item.to_dynamodb_dict() for item in model.scan()]
        assert new.encode() not in orjson.dumps(stored)
    assert new.encode() not in orjson.dumps(shown)
    assert new not in "".join(capfd.readouterr())


def test_a_password_of_an_operators_choice_is_not_sent(station, air):
    chosen = {"setVariableData": [ROTATION["setVariableData"][0] | {"attributeValue": "x" * 16}]}
    ask("c1", "SetVariables", payload=chosen)
    assert ending() == "Invalid"
    assert air.frames == []


def test_an_operator_asks_for_a_rotation(station):
    asked = operator.handler(
        {"operation": "rotate_password", "parameters": {"station_id": "CS1"}}, None
    )
    assert asked["status"] == 202
    assert call(asked["body"]["call_id"]).payload == ROTATION


@pytest.mark.parametrize("in_words_of_2_0_1", [True, False])
def test_a_station_of_1_6_gets_a_key(station, air, in_words_of_2_0_1):
    station.update([StationTable.connection_protocol.set("ocpp1.6")])
    native = ("ChangeConfiguration", {"key": "AuthorizationKey", "value": "{{generated}}"})
    action, payload = ("SetVariables", ROTATION) if in_words_of_2_0_1 else native
    ask("c1", action, payload=payload)
    ((_, frame),) = air.frames
    assert frame[2] == "ChangeConfiguration"
    assert frame[3]["key"] == "AuthorizationKey"
    key = frame[3]["value"]
    assert re.fullmatch(r"[0-9a-f]{40}", key)
    receive_answer("CS1", CallResult("c1", {"status": "Accepted"}), NOW)
    complete_call(call(), NOW)
    assert not opens(OLD)
    assert opens(bytes.fromhex(key))
    assert opens(key.upper())


def test_a_key_of_1_6_opens_as_hex_and_as_bytes(aws):
    station = StationTable(
        "CS1",
        "station",
        kind="station",
        protocol="ocpp1.6",
        registration="Accepted",
        site={"id": "s1"},
        password_hash=hash_password("0a" * 18 + "ff", b"0123456789abcdef"),
    )
    station.save()
    assert opens("0A" * 18 + "FF")
    assert opens("0a" * 18 + "ff")
    assert opens(bytes.fromhex("0a" * 18 + "ff"))
    assert not opens("0b" * 18 + "ff")
