"""Block B: variables, reports, network profiles and resets (R-BOOT-5, 6)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.network_profile import is_address
from ocpp_gateway.domain.password_rotation import is_rotation, sets_password
from ocpp_gateway.domain.rules.rule import (
    Json,
    Known,
    Rule,
    report_key,
    size_limits,
    too_large,
    unknown_place,
    used_request_id,
)
from ocpp_gateway.domain.variables import ACTUAL, variable_key

_SET: Final = size_limits("DeviceDataCtrlr", "SetVariables")
_GET: Final = size_limits("DeviceDataCtrlr", "GetVariables")
REPORT_LIMITS: Final = size_limits("DeviceDataCtrlr", "GetReport")


def password_from_outside(action: str, payload: Payload) -> Iterator[str]:
    """A password that comes from outside would be stored in the call, readable."""
    if sets_password(action, payload) and not is_rotation(action, payload):
        yield "A password is changed by the station's password-rotation alone (A01.FR.08)."


def _set_variables(payload: Payload, known: Known) -> Iterator[str]:
    items = payload["setVariableData"]
    yield from _twice(items)
    yield from password_from_outside("SetVariables", payload)
    yield from too_large(known, _SET, items, payload)


def _get_variables(payload: Payload, known: Known) -> Iterator[str]:
    items = payload["getVariableData"]
    yield from _twice(items)
    yield from too_large(known, _GET, items, payload)


def _get_report(payload: Payload, known: Known) -> Iterator[str]:
    yield from too_large(known, REPORT_LIMITS, payload.get("componentVariable", ()), payload)
    yield from used_request_id(payload, known)


def _reset(payload: Payload, known: Known) -> Iterator[str]:
    yield from unknown_place(known, payload.get("evseId"))


def _set_network_profile(payload: Payload, _: Known) -> Iterator[str]:
    data = payload["connectionData"]
    if not is_address(data["ocppCsmsUrl"], data["securityProfile"]):
        yield (
            "ocppCsmsUrl must be wss:// with a host, or ws:// below securityProfile 2 (R-RPC-14)."
        )


def _twice(items: list[Json]) -> Iterator[str]:
    """No component, variable and attribute twice in one request; names fold."""
    name, count = Counter(map(_attribute, items)).most_common(1)[0]
    if count > 1:
        yield f"{name} stands twice in it (B05.FR.13)."


def _attribute(item: Json) -> str:
    key = variable_key(item["component"], item["variable"])
    return f"{key}:{item.get('attributeType', ACTUAL)}".casefold()


RULES: Mapping[str, Rule] = {
    "SetVariables": Rule(_set_variables, _SET),
    "GetVariables": Rule(_get_variables, _GET),
    "GetReport": Rule(_get_report, REPORT_LIMITS, report_key),
    "GetBaseReport": Rule(used_request_id, reads=report_key),
    "SetNetworkProfile": Rule(_set_network_profile),
    "Reset": Rule(_reset),
}
