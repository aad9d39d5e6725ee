"""What Get- and SetVariables bring: values, refusals, what waits for a reboot (R-BOOT-6)."""

import pytest

from corridor_kernel.times import to_text
from ocpp_gateway.records import put_record
from tests.unit.ocpp_gateway.outbound.conftest import NOW
from tests.unit.ocpp_gateway.outbound.results import keep, records, snapshot

KEY = "OCPPCommCtrlr/HeartbeatInterval"
PLACE = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
PASSWORD = {"component": {"name": "SecurityCtrlr"}, "variable": {"name": "BasicAuthPassword"}}


def set_variable(status: str, value: str = "300", place: dict = PLACE, **more) -> None:
    result = {**place, "attributeStatus": status} | more.pop("result", {})
    keep(
        "SetVariables",
        {"setVariableData": [{**place, "attributeValue": value}]},
        {"setVariableResult": [result]},
        **more,
    )


def get_variable(status: str, place: dict = PLACE, **result) -> None:
    keep(
        "GetVariables",
        {"getVariableData": [place]},
        {"getVariableResult": [{**place, "attributeStatus": status, **result}]},
    )


def value(key: str = KEY) -> str | None:
    from ocpp_gateway.domain.variables import value_of

    return value_of(records("variable").get(key))


def test_a_value_that_was_set_is_the_variables_value(aws):
    set_variable("Accepted")
    assert value() == "300"
    assert (
        records("setting")[KEY] | {"status": "Accepted", "value": "300"} == records("setting")[KEY]
    )


def test_what_was_known_besides_the_value_stays(aws):
    attributes = [
        {"type": "Actual", "value": "60", "mutability": "ReadWrite"},
        {"type": "MaxSet", "value": "900"},
    ]
    put_record("CS1", "variable", KEY, {**PLACE, "attributes": attributes}, NOW)
    set_variable("Accepted")
    assert records("variable")[KEY]["attributes"] == [
        {"type": "Actual", "value": "300", "mutability": "ReadWrite"},
        {"type": "MaxSet", "value": "900"},
    ]


def test_reboot_required_is_pending_and_not_yet_so(aws):
    set_variable("RebootRequired")
    assert value() is None
    assert records("setting")[KEY]["status"] == "RebootRequired"
    assert records("setting")[KEY]["value"] == "300"


@pytest.mark.parametrize("status", ["Rejected", "UnknownComponent", "UnknownVariable"])
def test_a_refused_setting_is_noted_with_its_reason(aws, status):
    info = {"attributeStatusInfo": {"reasonCode": "OutOfRange"}}
    set_variable(status, result=info)
    assert value() is None
    setting = records("setting")[KEY]
    assert (setting["status"], setting["reason"], setting["call_id"]) == (
        status,
        "OutOfRange",
        "c1",
    )


def test_a_password_is_never_stored(aws):
    set_variable("Accepted", "hunter22hunter22", PASSWORD)
    set_variable("Rejected", "hunter22hunter22", PASSWORD)
    get_variable("Accepted", PASSWORD, attributeValue="hunter22hunter22")
    assert "hunter22" not in str(snapshot())
    assert records("setting")["SecurityCtrlr/BasicAuthPassword"]["status"] == "Rejected"


def test_the_value_of_what_is_write_only_is_never_stored(aws):
    attributes = [{"type": "Actual", "mutability": "WriteOnly"}]
    put_record("CS1", "variable", KEY, {**PLACE, "attributes": attributes}, NOW)
    set_variable("Accepted", "s3cret")
    assert value() is None


def test_a_report_that_came_since_stands(aws):
    """The stream may run long after the answer: a NotifyReport may be newer."""
    newer = {
        "attributes": [{"type": "Actual", "value": "60"}],
        "reported_at": "2027-01-01T00:00:00.000Z",
    }
    put_record("CS1", "variable", KEY, PLACE | newer, NOW)
    set_variable("Accepted")
    get_variable("Accepted", attributeValue="300")
    get_variable("Rejected")
    assert records("variable")[KEY] == PLACE | newer


def test_a_value_that_was_read_is_kept(aws):
    get_variable("Accepted", attributeValue="86400")
    assert value() == "86400"
    assert records("variable")[KEY]["reported_at"] == to_text(NOW)


def test_a_target_is_another_attribute(aws):
    get_variable("Accepted", attributeValue="1")
    get_variable("Accepted", attributeType="Target", attributeValue="2")
    attributes = records("variable")[KEY]["attributes"]
    assert attributes == [{"type": "Actual", "value": "1"}, {"type": "Target", "value": "2"}]


def test_what_a_station_does_not_tell_is_noted_until_it_does(aws):
    get_variable("UnknownVariable", attributeStatusInfo={"reasonCode": "NotFound"})
    fault = {"status": "UnknownVariable", "reason": "NotFound"}
    assert records("variable")[KEY]["faults"] == {"Actual": fault}
    get_variable("Accepted", attributeValue="1")
    assert "faults" not in records("variable")[KEY]
