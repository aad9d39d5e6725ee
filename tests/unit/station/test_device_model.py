"""Variables: what may be read and written, what waits for a boot, which reports hold which."""

import pytest

from local.station.address import address_of
from local.station.device_model import DeviceModel
from local.station.selection import base, chosen

MODEL = {
    "component": {"name": "OCPPCommCtrlr"},
    "variable": {"name": "HeartbeatInterval"},
}


def item(name, value=None, kind=None):
    """`Component@evse.connector/Variable[instance]` as a message says it."""
    model = DeviceModel(evses=2)
    address = next(address for address in model.variables if str(address) == name)
    said = {"component": address.component_payload, "variable": address.variable_payload}
    return (
        said
        | ({} if value is None else {"attribute_value": value})
        | ({} if kind is None else {"attribute_type": kind})
    )


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("OCPPCommCtrlr/HeartbeatInterval", "60", "Accepted"),
        ("OCPPCommCtrlr/HeartbeatInterval", "86400", "Accepted"),
        ("OCPPCommCtrlr/HeartbeatInterval", "86401", "Rejected"),
        ("OCPPCommCtrlr/HeartbeatInterval", "0", "Rejected"),
        ("OCPPCommCtrlr/HeartbeatInterval", "6e1", "Rejected"),
        ("OCPPCommCtrlr/HeartbeatInterval", "٦", "Rejected"),
        ("OCPPCommCtrlr/MessageTimeout[Default]", "60", "Rejected"),
        ("OCPPCommCtrlr/WebSocketPingInterval", "120", "RebootRequired"),
        ("AuthCacheCtrlr/Policy", "FIFO", "Accepted"),
        ("AuthCacheCtrlr/Policy", "fifo", "Rejected"),
        ("SampledDataCtrlr/TxUpdatedMeasurands", "Voltage,SoC", "Accepted"),
        ("SampledDataCtrlr/TxUpdatedMeasurands", "Voltage,Voltage", "Rejected"),
        ("SampledDataCtrlr/TxUpdatedMeasurands", "", "Accepted"),
        ("TxCtrlr/StopTxOnInvalidId", "true", "Accepted"),
        ("TxCtrlr/StopTxOnInvalidId", "True", "Rejected"),
        ("TariffCostCtrlr/Currency", "CHF", "Accepted"),
        ("TariffCostCtrlr/Currency", "FRANC", "Rejected"),
        ("SmartChargingCtrlr/LimitChangeSignificance", "2.5", "Accepted"),
        ("SmartChargingCtrlr/LimitChangeSignificance", "NaN", "Rejected"),
        ("SecurityCtrlr/BasicAuthPassword", "a-password-of-a-station", "Accepted"),
        ("SecurityCtrlr/BasicAuthPassword", "short", "Rejected"),
        ("Connector@1.1/AvailabilityState", "Faulted", "Rejected"),
    ],
)
def test_what_may_be_written(name, value, status):
    assert DeviceModel().set(item(name, value))["attribute_status"] == status


def test_a_write_only_variable_is_not_read():
    answer = DeviceModel().get(item("SecurityCtrlr/BasicAuthPassword"))
    assert answer["attribute_status"] == "Rejected"
    assert "attribute_value" not in answer


def test_attributes_are_read_and_written_apart():
    model = DeviceModel()
    percent = "EnvironmentalLighting/Percent"
    assert model.set(item(percent, "50", "MaxSet"))["attribute_status"] == "Accepted"
    assert model.get(item(percent, kind="MaxSet"))["attribute_value"] == "50"
    assert model.get(item(percent))["attribute_value"] == "80"
    assert model.set(item(percent, "51"))["attribute_status"] == "Rejected"
    refused = model.get(item(percent, kind="MinSet"))
    assert refused["attribute_status"] == "NotSupportedAttributeType"
    assert refused["attribute_type"] == "MinSet"


def test_what_needs_a_reboot_counts_after_it():
    model = DeviceModel()
    model.set(item("OCPPCommCtrlr/WebSocketPingInterval", "120"))
    assert model.number("WebSocketPingInterval") == 60
    model.boot()
    assert model.number("WebSocketPingInterval") == 120


def test_evses_and_connectors_have_components_of_their_own():
    model = DeviceModel(evses=2)
    assert model.get(item("EVSE@2/Power"))["attribute_status"] == "Accepted"
    nowhere = {"component": {"name": "EVSE", "evse": {"id": 3}}, "variable": {"name": "Power"}}
    assert model.get(nowhere)["attribute_status"] == "UnknownComponent"
    unnamed = {"component": {"name": "EVSE"}, "variable": {"name": "Power"}}
    assert model.get(unnamed)["attribute_status"] == "UnknownComponent"


def test_a_short_name_that_fits_several_names_none():
    model = DeviceModel()
    assert model.flag("AuthCacheCtrlr/Enabled")
    with pytest.raises(KeyError):
        model.flag("Enabled")


def names(report):
    return {str(address_of(part)) for part in report}


def test_the_base_reports_hold_all_the_writable_or_the_healthy():
    model = DeviceModel(evses=2)
    full = names(model.report(base("FullInventory")))
    writable = names(model.report(base("ConfigurationInventory")))
    summary = names(model.report(base("SummaryInventory")))
    assert len(full) == len(model.variables)
    assert "OCPPCommCtrlr/HeartbeatInterval" in writable
    assert "SecurityCtrlr/BasicAuthPassword" in writable
    assert "OCPPCommCtrlr/MessageTimeout[Default]" not in writable
    assert "Connector@2.1/AvailabilityState" in summary
    assert "OCPPCommCtrlr/HeartbeatInterval" not in summary


def test_a_report_never_tells_a_secret():
    model = DeviceModel({"BasicAuthPassword": "a-password-of-a-station"})
    assert "a-password-of-a-station" not in str(list(model.report(base("FullInventory"))))


@pytest.mark.parametrize(
    ("criteria", "places", "some", "without"),
    [
        (None, [{"component": {"name": "EVSE"}}], "EVSE@2/Power", "Connector@1.1/Available"),
        (
            None,
            [{"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}],
            "EVSE@1/Power",
            "EVSE@2/Power",
        ),
        (["Enabled"], None, "AuthCacheCtrlr/LifeTime", "TxCtrlr/TxStartPoint"),
        (["Problem"], None, None, "EVSE@1/Problem"),
        (
            ["Available"],
            [{"component": {"name": "EVSE"}}],
            "EVSE@1/Power",
            "ReservationCtrlr/Enabled",
        ),
    ],
)
def test_a_chosen_report_holds_what_was_asked(criteria, places, some, without):
    model = DeviceModel(evses=2)
    found = names(model.report(chosen(model, criteria, places)))
    assert some is None or some in found
    assert without not in found
