"""The table of contents of OCPP: action -> schemas -> use case, for each protocol version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ocpp_gateway.actions import (
    authorize,
    boot_notification,
    cleared_charging_limit,
    data_transfer,
    firmware_status_notification,
    heartbeat,
    log_status_notification,
    meter_values,
    notify_charging_limit,
    notify_customer_information,
    notify_display_messages,
    notify_ev_charging_needs,
    notify_ev_charging_schedule,
    notify_event,
    notify_monitoring_report,
    notify_report,
    publish_firmware_status_notification,
    report_charging_profiles,
    reservation_status_update,
    security_event_notification,
    sign_certificate,
    status_notification,
    transaction_event,
)
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.results import (
    certificates,
    charging_profiles,
    commands,
    customer_information,
    display_messages,
    firmware,
    monitors,
    reports,
    reservations,
    transaction_status,
    variables,
)

Answer = Callable[[Request], dict[str, Any]]
Keep = Callable[[Finished], None]


@dataclass(frozen=True, slots=True)
class Route:
    """What answers an action; None: known to the standard, not built yet (NotImplemented).

    `must_not_be_lost`: kept and answered even if it breaks its schema (R-RPC-12), and rather not
    answered at all than refused for a fault of ours (R-OUT-1).
    """

    request: str
    response: str
    answer: Answer | None = None
    must_not_be_lost: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """A CALL that we may send; `keep` takes over what the station's CALLRESULT tells, if anything.

    Runs on the call table's stream, at least once and before the task that asked goes on.
    """

    request: str
    response: str
    keep: Keep | None = None


def _outbound(action: str, keep: Keep | None = None) -> Outbound:
    return Outbound(f"{action}Request", f"{action}Response", keep)


def _route(action: str, answer: Answer | None = None, *, must_not_be_lost: bool = False) -> Route:
    return Route(f"{action}Request", f"{action}Response", answer, must_not_be_lost)


ROUTES: Mapping[str, Mapping[str, Route]] = {
    "ocpp2.0.1": {
        "Authorize": _route("Authorize", authorize.answer),
        "BootNotification": _route("BootNotification", boot_notification.answer),
        "ClearedChargingLimit": _route("ClearedChargingLimit", cleared_charging_limit.answer),
        "DataTransfer": _route("DataTransfer", data_transfer.answer),
        "FirmwareStatusNotification": _route(
            "FirmwareStatusNotification", firmware_status_notification.answer
        ),
        "Get15118EVCertificate": _route("Get15118EVCertificate"),
        "GetCertificateStatus": _route("GetCertificateStatus"),
        "Heartbeat": _route("Heartbeat", heartbeat.answer),
        "LogStatusNotification": _route("LogStatusNotification", log_status_notification.answer),
        "MeterValues": _route("MeterValues", meter_values.answer, must_not_be_lost=True),
        "NotifyChargingLimit": _route("NotifyChargingLimit", notify_charging_limit.answer),
        "NotifyCustomerInformation": _route(
            "NotifyCustomerInformation", notify_customer_information.answer
        ),
        "NotifyDisplayMessages": _route("NotifyDisplayMessages", notify_display_messages.answer),
        "NotifyEVChargingNeeds": _route("NotifyEVChargingNeeds", notify_ev_charging_needs.answer),
        "NotifyEVChargingSchedule": _route(
            "NotifyEVChargingSchedule", notify_ev_charging_schedule.answer
        ),
        "NotifyEvent": _route("NotifyEvent", notify_event.answer, must_not_be_lost=True),
        "NotifyMonitoringReport": _route("NotifyMonitoringReport", notify_monitoring_report.answer),
        "PublishFirmwareStatusNotification": _route(
            "PublishFirmwareStatusNotification", publish_firmware_status_notification.answer
        ),
        "NotifyReport": _route("NotifyReport", notify_report.answer),
        "ReportChargingProfiles": _route("ReportChargingProfiles", report_charging_profiles.answer),
        "ReservationStatusUpdate": _route(
            "ReservationStatusUpdate", reservation_status_update.answer
        ),
        "SecurityEventNotification": _route(
            "SecurityEventNotification", security_event_notification.answer, must_not_be_lost=True
        ),
        "SignCertificate": _route("SignCertificate", sign_certificate.answer),
        "StatusNotification": _route("StatusNotification", status_notification.answer),
        "TransactionEvent": _route(
            "TransactionEvent", transaction_event.answer, must_not_be_lost=True
        ),
    },
}

OUTBOUND: Mapping[str, Mapping[str, Outbound]] = {
    "ocpp2.0.1": {
        "CertificateSigned": _outbound("CertificateSigned", certificates.keep_signed),
        "CancelReservation": _outbound("CancelReservation", reservations.keep_cancelled),
        "ChangeAvailability": _outbound("ChangeAvailability", commands.keep),
        "ClearCache": _outbound("ClearCache"),
        "ClearChargingProfile": _outbound("ClearChargingProfile", charging_profiles.keep_cleared),
        "ClearDisplayMessage": _outbound("ClearDisplayMessage", display_messages.keep_cleared),
        "ClearVariableMonitoring": _outbound("ClearVariableMonitoring", monitors.keep_cleared),
        "CostUpdated": _outbound("CostUpdated"),
        "DeleteCertificate": _outbound("DeleteCertificate", certificates.keep_deleted),
        "CustomerInformation": _outbound("CustomerInformation", customer_information.keep),
        "DataTransfer": _outbound("DataTransfer", commands.keep),
        "GetBaseReport": _outbound("GetBaseReport", reports.keep),
        "GetChargingProfiles": _outbound("GetChargingProfiles", reports.keep),
        "GetCompositeSchedule": _outbound("GetCompositeSchedule", charging_profiles.keep_composite),
        "GetDisplayMessages": _outbound("GetDisplayMessages", reports.keep),
        "GetInstalledCertificateIds": _outbound(
            "GetInstalledCertificateIds", certificates.keep_listed
        ),
        "GetLocalListVersion": _outbound("GetLocalListVersion"),
        "GetLog": _outbound("GetLog", firmware.keep_log),
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
        "SendLocalList": _outbound("SendLocalList"),
        "SetChargingProfile": _outbound("SetChargingProfile", charging_profiles.keep_set),
        "SetDisplayMessage": _outbound("SetDisplayMessage", display_messages.keep_set),
        "SetMonitoringBase": _outbound("SetMonitoringBase", monitors.keep_base),
        "SetMonitoringLevel": _outbound("SetMonitoringLevel", monitors.keep_level),
        "SetNetworkProfile": _outbound("SetNetworkProfile"),
        "SetVariableMonitoring": _outbound("SetVariableMonitoring", monitors.keep_set),
        "SetVariables": _outbound("SetVariables", variables.keep_set),
        "TriggerMessage": _outbound("TriggerMessage", commands.keep),
        "UnlockConnector": _outbound("UnlockConnector", commands.keep),
        "UnpublishFirmware": _outbound("UnpublishFirmware", firmware.keep_unpublication),
        "UpdateFirmware": _outbound("UpdateFirmware", firmware.keep_update),
    },
}
