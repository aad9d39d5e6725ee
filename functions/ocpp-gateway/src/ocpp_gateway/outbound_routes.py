"""The CALLs that we may send: action -> schemas -> who keeps the result, for each version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.domain.calls import Failed, Finished
from ocpp_gateway.domain.ocpp16.outbound import NATIVE
from ocpp_gateway.ocpp16 import results as results_16
from ocpp_gateway.results import (
    certificates,
    charging_profiles,
    commands,
    customer_information,
    display_messages,
    firmware,
    local_lists,
    monitors,
    network_profiles,
    reports,
    reservations,
    transaction_status,
    variables,
)

Keep = Callable[[Finished], None]
KeepFailure = Callable[[Failed], None]


@dataclass(frozen=True, slots=True)
class Outbound:
    """A CALL that we may send; `keep` takes over what the station's CALLRESULT tells, if anything.

    `keep_failure` takes over that there was none. Both run on the call table's stream, at least
    once and before the task that asked goes on.
    """

    request: str
    response: str
    keep: Keep | None = None
    keep_failure: KeepFailure | None = None


def _outbound(
    action: str, keep: Keep | None = None, keep_failure: KeepFailure | None = None
) -> Outbound:
    return Outbound(f"{action}Request", f"{action}Response", keep, keep_failure)


def _outbound_16(action: str, keep: Keep | None = None) -> Outbound:
    return Outbound(action, f"{action}Response", keep)


OUTBOUND: Mapping[str, Mapping[str, Outbound]] = {
    Protocol.OCPP_2_0_1: {
        "CancelReservation": _outbound("CancelReservation", reservations.keep_cancelled),
        "CertificateSigned": _outbound("CertificateSigned", certificates.keep_signed),
        "ChangeAvailability": _outbound("ChangeAvailability", commands.keep),
        "ClearCache": _outbound("ClearCache", commands.keep),
        "ClearChargingProfile": _outbound("ClearChargingProfile", charging_profiles.keep_cleared),
        "ClearDisplayMessage": _outbound("ClearDisplayMessage", display_messages.keep_cleared),
        "ClearVariableMonitoring": _outbound("ClearVariableMonitoring", monitors.keep_cleared),
        "CostUpdated": _outbound("CostUpdated"),
        "CustomerInformation": _outbound("CustomerInformation", customer_information.keep),
        "DataTransfer": _outbound("DataTransfer", commands.keep),
        "DeleteCertificate": _outbound("DeleteCertificate", certificates.keep_deleted),
        "GetBaseReport": _outbound("GetBaseReport", reports.keep),
        "GetChargingProfiles": _outbound("GetChargingProfiles", reports.keep),
        "GetCompositeSchedule": _outbound("GetCompositeSchedule", charging_profiles.keep_composite),
        "GetDisplayMessages": _outbound("GetDisplayMessages", reports.keep),
        "GetInstalledCertificateIds": _outbound(
            "GetInstalledCertificateIds", certificates.keep_listed
        ),
        "GetLocalListVersion": _outbound("GetLocalListVersion", local_lists.keep_version),
        "GetLog": _outbound("GetLog", firmware.keep_log, firmware.keep_log_failure),
        "GetMonitoringReport": _outbound("GetMonitoringReport", reports.keep),
        "GetReport": _outbound("GetReport", reports.keep),
        "GetTransactionStatus": _outbound("GetTransactionStatus", transaction_status.keep),
        "GetVariables": _outbound("GetVariables", variables.keep_got),
        "InstallCertificate": _outbound("InstallCertificate", certificates.keep_installed),
        "PublishFirmware": _outbound("PublishFirmware", firmware.keep_publication),
        "RequestStartTransaction": _outbound("RequestStartTransaction"),
        "RequestStopTransaction": _outbound("RequestStopTransaction"),
        "ReserveNow": _outbound("ReserveNow", reservations.keep_reserved),
        "Reset": _outbound("Reset", commands.keep),
        "SendLocalList": _outbound("SendLocalList", local_lists.keep_sent),
        "SetChargingProfile": _outbound("SetChargingProfile", charging_profiles.keep_set),
        "SetDisplayMessage": _outbound("SetDisplayMessage", display_messages.keep_set),
        "SetMonitoringBase": _outbound("SetMonitoringBase", monitors.keep_base),
        "SetMonitoringLevel": _outbound("SetMonitoringLevel", monitors.keep_level),
        "SetNetworkProfile": _outbound("SetNetworkProfile", network_profiles.keep),
        "SetVariableMonitoring": _outbound("SetVariableMonitoring", monitors.keep_set),
        "SetVariables": _outbound("SetVariables", variables.keep_set),
        "TriggerMessage": _outbound("TriggerMessage", commands.keep),
        "UnlockConnector": _outbound("UnlockConnector", commands.keep),
        "UnpublishFirmware": _outbound("UnpublishFirmware", firmware.keep_unpublication),
        "UpdateFirmware": _outbound("UpdateFirmware", firmware.keep_update),
    },
    # In the station's own words; those of 2.0.1 are translated and kept as there (wire.py).
    Protocol.OCPP_1_6: {
        **{action: _outbound_16(action) for action in sorted(NATIVE)},
        "ChangeConfiguration": _outbound_16("ChangeConfiguration", results_16.keep_change),
        "GetConfiguration": _outbound_16("GetConfiguration", results_16.keep_configuration),
        "SendLocalList": _outbound_16("SendLocalList", results_16.keep_list),
    },
}
