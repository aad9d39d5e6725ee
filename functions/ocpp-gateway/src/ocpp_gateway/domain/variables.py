"""The device model as records: one variable of one component, in OCPP's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

ACTUAL = "Actual"
WRITE_ONLY = "WriteOnly"


def variable_key(component: Json, variable: Json) -> str:
    """`<Component>[<instance>]@<evse>.<connector>/<Variable>[<instance>]`, parts where present."""
    return f"{_named(component)}{_place(component)}/{_named(variable)}"


def is_secret(variable: Json) -> bool:
    """Whether its values are never kept, whatever a station says of its mutability (R-RPC-14)."""
    return "password" in variable["name"].casefold()


def without_secrets(response: Json) -> dict[str, Any]:
    """A GetVariablesResponse, valid or not, without what stations should not tell and some do."""
    results = response.get("getVariableResult")
    if not isinstance(results, list):
        return dict(response)
    return {**response, "getVariableResult": [_without_secret(result) for result in results]}


def reported_variables(report_data: Sequence[Json], reported_at: str) -> Mapping[str, Json]:
    """The variables of a NotifyReport by their keys; one told twice has the attributes of both."""
    found: dict[str, dict[str, Any]] = {}
    for told in report_data:
        content = found.setdefault(
            variable_key(told["component"], told["variable"]),
            {"component": told["component"], "variable": told["variable"], "attributes": []},
        )
        content["attributes"] += _attributes(told)
        content["reported_at"] = reported_at
        if "variableCharacteristics" in told:
            content["characteristics"] = told["variableCharacteristics"]
    return found


def with_value(before: Json | None, told: Json, value: str | None, at: str) -> Json | None:
    """The variable once `told` of its attribute is known; None if later news are known already.

    `told` names component, variable and attributeType, as an item of Get- or SetVariables does.
    A secret, or a WriteOnly attribute, is known to be there and no more.
    """
    before = before or {"component": told["component"], "variable": told["variable"]}
    if before.get("reported_at", "") > at:
        return None
    type = told.get("attributeType", ACTUAL)
    attributes = {attribute["type"]: attribute for attribute in before.get("attributes", ())}
    old = attributes.get(type, {})
    hidden = value is None or is_secret(told["variable"]) or old.get("mutability") == WRITE_ONLY
    attributes[type] = {**old, "type": type} | ({} if hidden else {"value": value})
    faults = {of: fault for of, fault in before.get("faults", {}).items() if of != type}
    return _with_faults({**before, "attributes": list(attributes.values())}, faults, at)


def with_fault(before: Json | None, told: Json, at: str) -> Json | None:
    """The variable once the station said why it does not tell it; None if later news are known."""
    before = before or {"component": told["component"], "variable": told["variable"]}
    if before.get("reported_at", "") > at:
        return None
    fault = {"status": told["attributeStatus"]}
    if "attributeStatusInfo" in told:
        fault["reason"] = told["attributeStatusInfo"]["reasonCode"]
    faults = {**before.get("faults", {}), told.get("attributeType", ACTUAL): fault}
    return _with_faults({"attributes": [], **before}, faults, at)


def value_of(content: Json | None, type: str = ACTUAL) -> str | None:
    """What an attribute was last told to be, None if nobody told."""
    attributes = (content or {}).get("attributes", ())
    return next((one.get("value") for one in attributes if one["type"] == type), None)


def _with_faults(content: Json, faults: Json, at: str) -> Json:
    rest = {name: value for name, value in content.items() if name != "faults"}
    return rest | {"reported_at": at} | ({"faults": faults} if faults else {})


def _without_secret(result: Any) -> Any:
    match result:
        case {"variable": {"name": str()} as variable} if is_secret(variable):
            return {name: told for name, told in result.items() if name != "attributeValue"}
    return result


def _attributes(told: Json) -> Iterator[Json]:
    for attribute in told["variableAttribute"]:
        content = {"type": ACTUAL, **attribute}
        if is_secret(told["variable"]) or content.get("mutability") == WRITE_ONLY:
            content.pop("value", None)
        yield content


def _named(part: Json) -> str:
    instance = part.get("instance")
    return f"{part['name']}[{instance}]" if instance else str(part["name"])


def _place(component: Json) -> str:
    evse = component.get("evse")
    if evse is None:
        return ""
    connector = f".{evse['connectorId']}" if "connectorId" in evse else ""
    return f"@{evse['id']}{connector}"
