"""Block N: monitors, their reports, and what a station stores of customers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.rules.provisioning import REPORT_LIMITS
from ocpp_gateway.domain.rules.rule import (
    Json,
    Known,
    Rule,
    report_key,
    size_limits,
    too_large,
    used_request_id,
)
from ocpp_gateway.domain.variables import variable_key

_SET: Final = size_limits("MonitoringCtrlr", "SetVariableMonitoring")
_CLEAR: Final = size_limits("MonitoringCtrlr", "ClearVariableMonitoring")
_SEVERITIES: Final = range(10)
_CUSTOMER: Final = ("idToken", "customerCertificate", "customerIdentifier")


def _set_monitors(payload: Payload, known: Known) -> Iterator[str]:
    items = payload["setMonitoringData"]
    name, count = Counter(map(_identity, items)).most_common(1)[0]
    if count > 1:
        yield f"{name[0]} has one {name[1]} of severity {name[2]}, not more (N04.FR.10)."
    for item in items:
        yield from _severity(item["severity"])
        if item["type"] == "Delta" and item["value"] < 0:
            yield "The value of a Delta is not negative (N04.FR.14)."
        yield from _other_variable(item, known)
    yield from too_large(known, _SET, items, payload)


def _other_variable(item: Json, known: Known) -> Iterator[str]:
    old = known.of_kind("monitor").get(str(item.get("id")))
    if old is not None and _identity(old)[0] != _identity(item)[0]:
        yield f"Monitor {item['id']} watches another variable (N04.FR.16)."


def _clear_monitors(payload: Payload, known: Known) -> Iterator[str]:
    yield from too_large(known, _CLEAR, payload["id"], payload)


def _set_level(payload: Payload, _: Known) -> Iterator[str]:
    yield from _severity(payload["severity"])


def _severity(severity: int) -> Iterator[str]:
    if severity not in _SEVERITIES:
        yield "A severity is one of 0..9 (N05.FR.02)."


def _get_monitors(payload: Payload, known: Known) -> Iterator[str]:
    yield from too_large(known, REPORT_LIMITS, payload.get("componentVariable", ()), payload)
    yield from used_request_id(payload, known)


def _customer(payload: Payload, known: Known) -> Iterator[str]:
    if sum(name in payload for name in _CUSTOMER) != 1:
        yield "Name the customer by one of idToken, customerCertificate, customerIdentifier (N09)."
    if not payload["report"] and not payload["clear"]:
        yield "Ask for a report, or to clear, or both (N09.FR.07)."
    text = known.of_kind("customer-information").get(str(payload["requestId"]))
    if text is not None and text["complete"]:
        yield f"requestId {payload['requestId']} stands for an earlier report (N09)."


def _customer_key(payload: Payload) -> Iterator[tuple[str, str]]:
    yield "customer-information", str(payload["requestId"])


def _monitor_keys(payload: Payload) -> Iterator[tuple[str, str]]:
    ids = {item["id"] for item in payload["setMonitoringData"] if "id" in item}
    yield from (("monitor", str(id)) for id in ids)


def _identity(item: Json) -> tuple[str, str, int]:
    key = variable_key(item["component"], item["variable"]).casefold()
    return key, item["type"], item["severity"]


RULES: Mapping[str, Rule] = {
    "SetVariableMonitoring": Rule(_set_monitors, _SET, _monitor_keys),
    "ClearVariableMonitoring": Rule(_clear_monitors, _CLEAR),
    "SetMonitoringLevel": Rule(_set_level),
    "GetMonitoringReport": Rule(_get_monitors, REPORT_LIMITS, report_key),
    "CustomerInformation": Rule(_customer, reads=_customer_key),
}
