"""Each model's file: names that the standard's shapes know, values as text, limits as numbers."""

import pytest

from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.domain.desired_variables import parts_of
from ocpp_gateway.provisioning.model_profiles import MODELS, profile_of, read
from tests.services import ROOT

FILES = sorted(MODELS.glob("*.yaml"))
NAMED = {"variables", "lacks", "refuses", "reboots", "limits", "price_fields"}
DEFAULT = read(MODELS / "default.yaml")
FILLED = {"${currency}", "${time_zone}", "${master_pass_group}"}

# Components of OCPP 2.0.1 with variables that a CSMS writes (ocpp.md table 3.2).
CONTROLLERS = {
    "AlignedDataCtrlr",
    "AuthCacheCtrlr",
    "AuthCtrlr",
    "ClockCtrlr",
    "CustomizationCtrlr",
    "DeviceDataCtrlr",
    "DisplayMessageCtrlr",
    "LocalAuthListCtrlr",
    "MonitoringCtrlr",
    "OCPPCommCtrlr",
    "SampledDataCtrlr",
    "SecurityCtrlr",
    "SmartChargingCtrlr",
    "TariffCostCtrlr",
    "TxCtrlr",
}


def keys(content):
    return [key for name in NAMED for key in content.get(name, ())]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_what_we_read(path):
    content = read(path)
    assert set(content) <= NAMED
    for key in keys(content):
        assert parts_of(key)["component"]["name"] in CONTROLLERS
    for value in content.get("variables", {}).values():
        assert value is None or isinstance(value, str)
        assert "$" not in (value or "") or value in FILLED
    assert set(content.get("price_fields", {}).values()) <= {"Text", "DefaultPrice"}
    for limit in content.get("limits", {}).values():
        assert isinstance(limit, int)
        assert limit > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_file_names_a_password(path):
    assert not [key for key in keys(read(path)) if "Password" in key]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_model_takes_back_only_what_the_default_says(path):
    taken_back = {k for k, v in read(path).get("variables", {}).items() if v is None}
    assert taken_back <= set(DEFAULT["variables"])


def test_what_is_wanted_may_be_sent():
    values = [{**parts_of(key), "attributeValue": v} for key, v in DEFAULT["variables"].items()]
    payload = {"setVariableData": values}
    assert find_violation("SetVariablesRequest", payload, "ocpp2.0.1") is None


def test_a_model_of_its_own_is_found_by_its_boot():
    known = profile_of("Corridor", "HPC 300")
    assert "AlignedDataCtrlr/Interval" not in known.variables
    assert "TxCtrlr/TxStartPoint" in known.refuses
    assert profile_of("nobody", None).variables == DEFAULT["variables"]


def test_what_the_simulator_refuses_and_what_it_reboots_for_is_true():
    """Its own inventory is the witness."""
    from local.station.inventory import FILE, inventory

    assert FILE.is_relative_to(ROOT)
    variables = {str(address): variable for address, variable in inventory(1).items()}
    profile = profile_of("Corridor", "HPC 300")
    for key in profile.refuses:
        assert variables[key].attributes["Actual"].mutability == "ReadOnly"
    for key in profile.reboots:
        assert variables[key].needs_reboot
