"""Configuration keys of 1.6 and the variables of 2.0.1 that they are (ocpp.md §5.1).

Keys that 2.0.1 has no variable for are variables of `CustomizationCtrlr`, under their own names.
"""

from collections.abc import Mapping
from typing import Any, Final

from ocpp_gateway.domain.ocpp16.saying import Json

OTHER: Final = "CustomizationCtrlr"

# key -> (component, variable, instance)
KEYS: Final[Mapping[str, tuple[str, str, str | None]]] = {
    "AllowOfflineTxForUnknownId": ("AuthCtrlr", "OfflineTxForUnknownIdEnabled", None),
    "AuthorizationCacheEnabled": ("AuthCacheCtrlr", "Enabled", None),
    "AuthorizationKey": ("SecurityCtrlr", "BasicAuthPassword", None),
    "AuthorizeRemoteTxRequests": ("AuthCtrlr", "AuthorizeRemoteStart", None),
    "CertificateSignedMaxChainSize": ("SecurityCtrlr", "MaxCertificateChainSize", None),
    "CertificateStoreMaxLength": ("SecurityCtrlr", "CertificateEntries", None),
    "ChargeProfileMaxStackLevel": ("SmartChargingCtrlr", "ProfileStackLevel", None),
    "ChargingScheduleAllowedChargingRateUnit": ("SmartChargingCtrlr", "RateUnit", None),
    "ChargingScheduleMaxPeriods": ("SmartChargingCtrlr", "PeriodsPerSchedule", None),
    "ClockAlignedDataInterval": ("AlignedDataCtrlr", "Interval", None),
    "ConnectionTimeOut": ("TxCtrlr", "EVConnectionTimeOut", None),
    "ConnectorSwitch3to1PhaseSupported": ("SmartChargingCtrlr", "Phases3to1", None),
    "CpoName": ("SecurityCtrlr", "OrganizationName", None),
    "GetConfigurationMaxKeys": ("DeviceDataCtrlr", "ItemsPerMessage", "GetVariables"),
    "HeartbeatInterval": ("OCPPCommCtrlr", "HeartbeatInterval", None),
    "LocalAuthListEnabled": ("LocalAuthListCtrlr", "Enabled", None),
    "LocalAuthListMaxLength": ("LocalAuthListCtrlr", "Entries", None),
    "LocalAuthorizeOffline": ("AuthCtrlr", "LocalAuthorizeOffline", None),
    "LocalPreAuthorize": ("AuthCtrlr", "LocalPreAuthorize", None),
    "MaxChargingProfilesInstalled": ("SmartChargingCtrlr", "Entries", "ChargingProfiles"),
    "MaxEnergyOnInvalidId": ("TxCtrlr", "MaxEnergyOnInvalidId", None),
    "MeterValueSampleInterval": ("SampledDataCtrlr", "TxUpdatedInterval", None),
    "MeterValuesAlignedData": ("AlignedDataCtrlr", "Measurands", None),
    "MeterValuesSampledData": ("SampledDataCtrlr", "TxUpdatedMeasurands", None),
    "PublicKeyWithSignedMeterValue": ("OCPPCommCtrlr", "PublicKeyWithSignedMeterValue", None),
    "ResetRetries": ("OCPPCommCtrlr", "ResetRetries", None),
    "SampledDataSignReadings": ("SampledDataCtrlr", "SignReadings", None),
    "SampledDataSignStartedReadings": ("SampledDataCtrlr", "SignStartedReadings", None),
    "SampledDataSignUpdatedReadings": ("SampledDataCtrlr", "SignUpdatedReadings", None),
    "AlignedDataSignReadings": ("AlignedDataCtrlr", "SignReadings", None),
    "AlignedDataSignUpdatedReadings": ("AlignedDataCtrlr", "SignUpdatedReadings", None),
    "SecurityProfile": ("SecurityCtrlr", "SecurityProfile", None),
    "SendLocalListMaxLength": ("LocalAuthListCtrlr", "ItemsPerMessage", None),
    "StartTxnSampledData": ("SampledDataCtrlr", "TxStartedMeasurands", None),
    "StopTransactionOnEVSideDisconnect": ("TxCtrlr", "StopTxOnEVSideDisconnect", None),
    "StopTransactionOnInvalidId": ("TxCtrlr", "StopTxOnInvalidId", None),
    "StopTxnAlignedData": ("AlignedDataCtrlr", "TxEndedMeasurands", None),
    "StopTxnSampledData": ("SampledDataCtrlr", "TxEndedMeasurands", None),
    "TransactionMessageAttempts": ("OCPPCommCtrlr", "MessageAttempts", "TransactionEvent"),
    "TransactionMessageRetryInterval": (
        "OCPPCommCtrlr",
        "MessageAttemptInterval",
        "TransactionEvent",
    ),
    "UnlockConnectorOnEVSideDisconnect": ("OCPPCommCtrlr", "UnlockOnEVSideDisconnect", None),
    "WebSocketPingInterval": ("OCPPCommCtrlr", "WebSocketPingInterval", None),
}

_PUBLIC_KEY: Final = "MeterPublicKey"
_VARIABLES: Final = {variable: key for key, variable in KEYS.items()}


def key_of(item: Json) -> str | None:
    """The key of a variable's actual value; None if no station of 1.6 has it."""
    component, variable = item["component"], item["variable"]
    if item.get("attributeType", "Actual") != "Actual":
        return None
    if component["name"] == OTHER:
        return str(variable["name"])
    if (component["name"], variable["name"]) == ("FiscalMetering", "PublicKey"):
        return f"{_PUBLIC_KEY}{component.get('evse', {}).get('id', 1)}"
    if "evse" in component or "instance" in component:
        return None
    return _VARIABLES.get((component["name"], variable["name"], variable.get("instance")))


def variable_of(key: str) -> dict[str, Any]:
    """Component and variable of a key."""
    number = key.removeprefix(_PUBLIC_KEY)
    if number != key and number.isdecimal():
        place = {"name": "FiscalMetering", "evse": {"id": int(number)}}
        return {"component": place, "variable": {"name": "PublicKey"}}
    known = next((name for name in KEYS if name.casefold() == key.casefold()), None)
    return variable_named(*KEYS[known]) if known else variable_named(OTHER, key, None)


def variable_named(component: str, variable: str, instance: str | None) -> dict[str, Any]:
    """As OCPP names it: `{component, variable}`."""
    named = {"name": variable} | ({"instance": instance} if instance else {})
    return {"component": {"name": component}, "variable": named}
