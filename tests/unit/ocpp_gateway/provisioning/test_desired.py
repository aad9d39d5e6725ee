"""Desired against reported, and operators' own wishes (R-BOOT-6)."""

import pytest

from corridor_kernel.ocpp.frames import Call, dump
from corridor_kernel.problems import Problem
from ocpp_gateway.domain.desired_variables import first_chunk, parts_of, same_value, state_of
from ocpp_gateway.provisioning.put_desired import put_desired
from ocpp_gateway.provisioning.show_desired import show_desired
from tests.unit.ocpp_gateway.provisioning.conftest import NOW, read_station

CURRENCY = "TariffCostCtrlr/Currency"
BEFORE, AFTER = "2050-01-01T00:00:00.000Z", "2050-01-01T01:00:00.000Z"


def shown(key: str) -> dict:
    found = show_desired("CS1", NOW)["variables"]
    return next(variable for variable in found if variable["key"] == key)


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("A/B", {"component": {"name": "A"}, "variable": {"name": "B"}}),
        (
            "A[x]@1.2/B[y.z]",
            {
                "component": {"name": "A", "instance": "x", "evse": {"id": 1, "connectorId": 2}},
                "variable": {"name": "B", "instance": "y.z"},
            },
        ),
        (
            "A@3/B",
            {"component": {"name": "A", "evse": {"id": 3}}, "variable": {"name": "B"}},
        ),
    ],
)
def test_a_key_names_its_variable(key, parts):
    assert parts_of(key) == parts


@pytest.mark.parametrize("key", ["A", "A/", "/B", "A@x/B", "A/B/C", "A@1.2.3/B"])
def test_what_names_no_variable_is_none(key):
    with pytest.raises(ValueError):
        parts_of(key)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("300", "300.0", True),
        ("true", "True", True),
        ("A,B", "b, a", True),
        ("A", "B", False),
        ("300", "30", False),
        ("A,B", "A", False),
    ],
)
def test_values_are_compared_by_what_they_mean(one, other, same):
    assert same_value(one, other) is same


def told(value: str, mutability: str = "ReadWrite") -> dict:
    return {"attributes": [{"type": "Actual", "value": value, "mutability": mutability}]}


@pytest.mark.parametrize(
    ("reported", "setting", "complete", "state"),
    [
        (told("1"), None, True, "InSync"),
        (told("2"), None, True, "Pending"),
        (None, None, False, "Unknown"),
        (None, None, True, "NotSupported"),
        (None, {"status": "UnknownVariable", "value": "1"}, False, "NotSupported"),
        (told("2"), {"status": "Rejected", "value": "1"}, True, "Rejected"),
        (told("2"), {"status": "Rejected", "value": "0"}, True, "Pending"),
        (told("2", "ReadOnly"), None, True, "Rejected"),
        (told("1", "ReadOnly"), None, True, "InSync"),
        (
            told("2"),
            {"status": "RebootRequired", "value": "1", "at": AFTER},
            True,
            "RebootRequired",
        ),
        (told("2"), {"status": "RebootRequired", "value": "1", "at": "2049"}, True, "Pending"),
        ({"attributes": []}, None, True, "Pending"),
    ],
)
def test_how_a_desired_value_stands(reported, setting, complete, state):
    found = state_of("1", reported, setting, booted_at=BEFORE, complete=complete)
    assert found == state


def test_the_whole_frame_keeps_the_limit_in_bytes():
    def item(key: str) -> dict:
        return {"attributeValue": "1" * 20, **parts_of(key)}

    keys = [f"Controller{number}/Variable{number}" for number in range(100)]
    for size in range(300, 3000, 10):
        items = [item(key) for key in first_chunk(keys, item, 100, size)]
        frame = dump(Call("1" * 36, "SetVariables", {"setVariableData": items}))
        assert len(frame.encode()) <= size


def test_a_message_holds_one_however_large():
    assert first_chunk(["A", "B"], lambda key: {"x": "y" * 100}, 10, 50) == ("A",)


def test_the_view_before_and_after_a_run(register, roadside, play):
    register()
    assert (shown(CURRENCY)["state"], shown(CURRENCY)["reported"]) == ("Unknown", None)
    roadside.statuses["AuthCtrlr/LocalPreAuthorize"] = "Rejected"
    play()
    assert shown(CURRENCY) == {
        "key": CURRENCY,
        "value": "EUR",
        "source": "Model",
        "reported": "EUR",
        "state": "InSync",
    }
    assert shown("AuthCtrlr/LocalPreAuthorize")["state"] == "Rejected"
    assert shown("ClockCtrlr/TimeZone")["state"] == "NotSupported"


def test_an_operators_wish_comes_before_the_models_and_is_applied(register, roadside, play):
    register()
    play()
    put_desired("CS1", {CURRENCY: "PLN"}, NOW)
    assert read_station().provisioned_for is None
    assert (shown(CURRENCY)["source"], shown(CURRENCY)["state"]) == ("Operator", "Pending")
    play()
    assert roadside.variables[CURRENCY] == "PLN"
    put_desired("CS1", {}, NOW)
    assert (shown(CURRENCY)["source"], shown(CURRENCY)["value"]) == ("Model", "EUR")


def test_the_master_pass_group_is_wanted_where_there_is_one(register, monkeypatch):
    register()
    keys = {variable["key"] for variable in show_desired("CS1", NOW)["variables"]}
    assert "AuthCtrlr/MasterPassGroupId" not in keys
    monkeypatch.setenv("MASTER_PASS_GROUP_ID", "MASTERS")
    assert shown("AuthCtrlr/MasterPassGroupId")["value"] == "MASTERS"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("nonsense", "1"),
        ("A@01/B", "1"),
        ("SecurityCtrlr/BasicAuthPassword", "x"),
        (CURRENCY, ""),
        (CURRENCY, "x" * 1001),
    ],
)
def test_what_cannot_be_wished_for_is_refused(register, key, value):
    register()
    with pytest.raises(Problem) as refused:
        put_desired("CS1", {key: value}, NOW)
    assert refused.value.status == 422
