"""NotifyReport: the device model, page by page, however the pages come (R-BOOT-5)."""

import itertools

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import NOW, error, result


def told(name: str, value: str = "1", component: str = "OCPPCommCtrlr", **attribute) -> dict:
    return {
        "component": {"name": component},
        "variable": {"name": name},
        "variableAttribute": [{"value": value} | attribute],
    }


def page(number: int, *variables: dict, last: bool = False, request_id: int = 7) -> dict:
    payload = {"requestId": request_id, "generatedAt": NOW, "seqNo": number, "tbc": not last}
    return payload | ({"reportData": list(variables)} if variables else {})


def say(payload: dict, message_id: str = "m1") -> None:
    assert result("NotifyReport", payload, message_id) == {}


def report(request_id: int = 7) -> dict:
    from ocpp_gateway.records import find_record

    return find_record("CP1", "report", str(request_id))


def variables() -> dict:
    from ocpp_gateway.records import all_records

    return all_records("CP1", "variable")


def values() -> dict:
    return {key: content["attributes"][0].get("value") for key, content in variables().items()}


PAGES = [page(0, told("A"), told("B")), page(1, told("C")), page(2, told("D"), last=True)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_pages_in_any_order_make_one_report(station, outbox, order):
    for place, number in enumerate(order):
        assert place == 0 or not report()["complete"]
        say(PAGES[number], f"m{number}")
        say(PAGES[number], f"m{number}")
    assert report()["complete"]
    assert (report()["pages"], report()["last"]) == ([0, 1, 2], 2)
    assert sorted(values()) == [f"OCPPCommCtrlr/{name}" for name in "ABCD"]
    data = {"station_id": "CP1", "request_id": 7, "action": "NotifyReport"}
    assert outbox() == [("StationReported", data)]


def test_a_page_0_that_never_comes_costs_its_variables_only(station, outbox):
    for number in (1, 2):
        say(PAGES[number], f"m{number}")
    assert not report()["complete"]
    assert report()["pages"] == [1, 2]
    assert sorted(values()) == ["OCPPCommCtrlr/C", "OCPPCommCtrlr/D"]
    assert outbox() == []


def test_a_replay_brings_back_nothing_that_changed_since(station):
    say(page(0, told("A", "1")), "m1")
    say(page(0, told("A", "2"), last=True, request_id=8), "m2")
    say(page(0, told("A", "1")), "m1")
    assert values() == {"OCPPCommCtrlr/A": "2"}


def test_a_page_that_crashed_half_way_is_taken_again(station, broken, monkeypatch):
    broken("TransactWriteItems", "PutItem")
    assert error("NotifyReport", page(0, told("A"), last=True)) == "InternalError"
    assert report() is None
    monkeypatch.undo()
    say(page(0, told("A"), last=True))
    assert report()["complete"]


def test_a_page_without_variables_is_a_page(station):
    say(page(0, last=True))
    assert report()["complete"]
    assert variables() == {}


def test_what_is_write_only_or_secret_is_known_without_its_value(station):
    say(
        page(
            0,
            told("BasicAuthPassword", "hunter22hunter22", component="SecurityCtrlr"),
            told("Key", "hunter22hunter22", mutability="WriteOnly"),
            last=True,
        )
    )
    assert "hunter22" not in str(variables())
    assert set(values()) == {"SecurityCtrlr/BasicAuthPassword", "OCPPCommCtrlr/Key"}


def test_keys_name_instance_evse_and_connector(station):
    place = {"id": 1, "connectorId": 2}
    full = {
        "component": {"name": "Connector", "instance": "left", "evse": place},
        "variable": {"name": "Limit", "instance": "max"},
        "variableAttribute": [{"type": "Target", "value": "5", "mutability": "ReadWrite"}],
        "variableCharacteristics": {"dataType": "integer", "supportsMonitoring": True},
    }
    half = told("Power") | {"component": {"name": "EVSE", "evse": {"id": 1}}}
    say(page(0, full, half, last=True))
    assert set(variables()) == {"Connector[left]@1.2/Limit[max]", "EVSE@1/Power"}
    content = variables()["Connector[left]@1.2/Limit[max]"]
    assert content["attributes"] == full["variableAttribute"]
    assert content["characteristics"] == full["variableCharacteristics"]


def test_a_variable_told_twice_in_a_page_has_the_attributes_of_both(station):
    say(page(0, told("A", "1"), told("A", "9", type="MaxSet"), last=True))
    attributes = variables()["OCPPCommCtrlr/A"]["attributes"]
    assert [(one["type"], one["value"]) for one in attributes] == [("Actual", "1"), ("MaxSet", "9")]


def test_a_page_costs_one_round_trip_per_25_variables_and_two_more(station, trips):
    say(page(0, told("Z")), "m0")
    trips.clear()
    say(page(1, *(told(f"V{n}") for n in range(50))), "m1")
    made = {"GetItem": 2, "BatchWriteItem": 2, "PutItem": 1}
    assert dict(trips.made) == made


def test_a_value_beyond_the_schemas_length_costs_no_page(station):
    """R-RPC-12: OCPPCommCtrlr.FieldLength may allow it."""
    say(page(0, told("A", "x" * 5000), last=True))
    assert values() == {"OCPPCommCtrlr/A": "x" * 5000}


def test_a_page_that_breaks_more_than_lengths_is_refused(station):
    payload = page(0, told("A", "x" * 5000), last=True)
    del payload["requestId"]
    assert error("NotifyReport", payload).endswith("ConstraintViolation")
    assert variables() == {}
