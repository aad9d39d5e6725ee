"""The configuration of 1.6 as variables of 2.0.1, both ways: set, read and reported."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ocpp_gateway.domain.ocpp16.configuration_keys import key_of, variable_named, variable_of
from ocpp_gateway.domain.ocpp16.saying import Asked, CannotSay, Json, Known
from ocpp_gateway.domain.variables import is_secret

# What a schedule may count in has other words there.
_RATE_UNITS: Final = "chargingscheduleallowedchargingrateunit"
_UNITS: Final = {"current": "A", "power": "W"}

_HIDDEN: Final = frozenset({"authorizationkey"})
_LIMITS: Final = {"LocalAuthListMaxLength", "MaxChargingProfilesInstalled"}
_STATUSES: Final = {"NotSupported": "UnknownVariable"}


def say_set(payload: Json) -> Asked | Known:
    """ChangeConfiguration takes one key at a time, so a SetVariables has to be about one."""
    if len(payload["setVariableData"]) != 1:
        raise CannotSay("several variables at once: send a SetVariables for each")
    (datum,) = payload["setVariableData"]
    key = key_of(datum)
    if key is None:
        return Known({"setVariableResult": [_named(datum, "UnknownVariable")]})
    return Asked("ChangeConfiguration", {"key": key, "value": datum["attributeValue"]})


def understand_set(payload: Json, response: Json) -> dict[str, Any]:
    """One result; NotSupported means that there is no such key."""
    status = str(response["status"])
    told = _named(payload["setVariableData"][0], _STATUSES.get(status, status))
    return {"setVariableResult": [told]}


def say_get(payload: Json) -> Asked | Known:
    """GetConfiguration takes any number of keys."""
    keys = [key for item in payload["getVariableData"] if (key := key_of(item))]
    if not keys:
        items = payload["getVariableData"]
        return Known({"getVariableResult": [_named(item, "UnknownVariable") for item in items]})
    return Asked("GetConfiguration", {"key": list(dict.fromkeys(keys))})


def understand_get(payload: Json, response: Json) -> dict[str, Any]:
    """One result an item: keys come back in any case, or as unknown."""
    told = {entry["key"].casefold(): entry for entry in response.get("configurationKey", ())}
    return {"getVariableResult": [_got(item, told) for item in payload["getVariableData"]]}


def say_report(payload: Json) -> Asked:
    """A full inventory is the whole configuration."""
    if payload["reportBase"] == "SummaryInventory":
        raise CannotSay("a summary inventory")
    return Asked("GetConfiguration", {})


def report_data(response: Json) -> list[dict[str, Any]]:
    """ReportData of NotifyReport out of a configuration; ChangeConfiguration takes one key."""
    data = [_reported(entry) for entry in response.get("configurationKey", ())]
    one = {"type": "Actual", "value": "1", "mutability": "ReadOnly"}
    limit = variable_named("DeviceDataCtrlr", "ItemsPerMessage", "SetVariables")
    return [*data, limit | {"variableAttribute": [one]}]


def _reported(entry: Json) -> dict[str, Any]:
    mutability = "ReadOnly" if entry["readonly"] else "ReadWrite"
    attribute = {"type": "Actual", "mutability": mutability}
    if "value" in entry:
        attribute["value"] = _value(entry)
    reported = variable_of(entry["key"]) | {"variableAttribute": [attribute]}
    value = entry.get("value", "")
    if entry["key"] in _LIMITS and value.isdecimal():
        characteristics = {"dataType": "integer", "maxLimit": int(value)}
        reported["variableCharacteristics"] = characteristics | {"supportsMonitoring": False}
    return reported


def _got(item: Json, told: Mapping[str, Json]) -> dict[str, Any]:
    key = key_of(item)
    entry = told.get(key.casefold()) if key else None
    if entry is None:
        return _named(item, "UnknownVariable")
    value = {"attributeValue": _value(entry)} if "value" in entry else {}
    return _named(item, "Accepted") | value


def _value(entry: Json) -> str:
    """In the words of 2.0.1."""
    value = str(entry["value"])
    if entry["key"].casefold() != _RATE_UNITS:
        return value
    members = (member.strip() for member in value.split(","))
    return ",".join(_UNITS.get(member.casefold(), member) for member in members)


def _named(item: Json, status: str) -> dict[str, Any]:
    type = {"attributeType": item["attributeType"]} if "attributeType" in item else {}
    return {
        "attributeStatus": status,
        "component": item["component"],
        "variable": item["variable"],
        **type,
    }


def without_secrets(response: Json) -> dict[str, Any]:
    """An answer as it came, but for a key that stations should not tell and some do."""
    entries = response.get("configurationKey")
    if not isinstance(entries, list):
        return dict(response)
    return {**response, "configurationKey": [_without_secret(entry) for entry in entries]}


def _without_secret(entry: Any) -> Any:
    key = str(entry.get("key")) if isinstance(entry, Mapping) else ""
    if key.casefold() not in _HIDDEN and not is_secret({"name": key}):
        return entry
    return {name: value for name, value in entry.items() if name != "value"}


def settings(keys: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """SetVariableDataType of each key and value."""
    for key, value in keys:
        yield {**variable_of(key), "attributeValue": value}
