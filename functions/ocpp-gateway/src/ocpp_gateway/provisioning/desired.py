"""What is wanted of a station: its model's values, and over them the operator's own for it."""

from collections.abc import Mapping
from string import Template
from typing import Any, Final

from corridor_kernel.ocpp.provisioning import DesiredState
from ocpp_gateway.domain.desired_variables import parts_of, state_of
from ocpp_gateway.domain.ocpp16.configuration_keys import key_of
from ocpp_gateway.provisioning.model_profiles import ModelProfile, master_pass_group, profile_of
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.tables import StationTable

KIND = "desired"

# Whatever a station tells or does not: ChangeConfiguration takes one key.
_LIMITS_16: Final = {"DeviceDataCtrlr/ItemsPerMessage[SetVariables]": 1}


def model_of(run: Run) -> ModelProfile:
    return profile_of(run.station.vendor_name, run.station.model)


def desired_values(run: Run) -> dict[str, str]:
    """Value by key, none of them empty."""
    filled = {
        key: Template(value).safe_substitute(_of_station(run.station))
        for key, value in model_of(run).variables.items()
    }
    own = {key: str(content["value"]) for key, content in run.records(KIND).items()}
    return {key: value for key, value in (filled | own).items() if value}


def states(run: Run, *, complete: bool) -> dict[str, DesiredState]:
    """State by key of each desired variable; `complete`: the station told all that it has."""
    model = model_of(run)
    found: dict[str, DesiredState] = {}
    for key, value in desired_values(run).items():
        found[key] = _state(run, model, key, value, complete)
    return found


def _state(run: Run, model: ModelProfile, key: str, value: str, complete: bool) -> DesiredState:
    if key in model.lacks or (run.speaks_16 and key_of(parts_of(key)) is None):
        return DesiredState.NOT_SUPPORTED
    reported, setting = run.records("variable").get(key), run.records("setting").get(key)
    if key in model.reboots and setting and setting.get("status") == "Accepted":
        setting = {**setting, "status": DesiredState.REBOOT_REQUIRED}
    state = state_of(value, reported, setting, booted_at=run.booted_at, complete=complete)
    if key in model.refuses and state not in _WITHOUT_SETTING:
        return DesiredState.REJECTED
    return state


_WITHOUT_SETTING = (DesiredState.IN_SYNC, DesiredState.NOT_SUPPORTED)


def limit(run: Run, key: str) -> int:
    """What the station reports of `ItemsPerMessage[…]` and the like, else what its model says."""
    if run.speaks_16 and key in _LIMITS_16:
        return _LIMITS_16[key]
    attributes: list[Mapping[str, Any]] = run.records("variable").get(key, {}).get("attributes", [])
    told = next((str(one["value"]) for one in attributes if "value" in one), "")
    reported = int(told) if told.isdecimal() else 0
    return reported or model_of(run).limits[key]


def item_of(values: Mapping[str, str], key: str) -> dict[str, Any]:
    """A SetVariableDataType."""
    return {"attributeValue": values[key], **parts_of(key)}


def _of_station(station: StationTable) -> Mapping[str, str]:
    site = station.site or {}
    return {
        "currency": site.get("currency", ""),
        "time_zone": site.get("time_zone", ""),
        "master_pass_group": master_pass_group(),
    }
