"""The table of contents of OCPP: action -> schemas -> use case, for each protocol version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ocpp_gateway.actions import (
    authorize,
    boot_notification,
    data_transfer,
    firmware_status_notification,
    heartbeat,
    log_status_notification,
    meter_values,
    notify_event,
    notify_report,
    publish_firmware_status_notification,
    security_event_notification,
    sign_certificate,
    status_notification,
    transaction_event,
)
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.results import certificates, firmware, reports, transaction_status, variables

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
        "ClearedChargingLimit": _route("ClearedChargingLimit"),
        "DataTransfer": _route("DataTransfer", data_transfer.answer),
        "FirmwareStatusNotification": _route(
            "FirmwareStatusNotification", firmware_status_notification.answer
        ),
        "Get15118EVCertificate": _route("Get15118EVCertificate"),
        "GetCertificateStatus": _route("GetCertificateStatus"),
        "Heartbeat": _route("Heartbeat", heartbeat.answer),
        "LogStatusNotification": _route("LogStatusNotification", log_status_notification.answer),
        "MeterValues": _route("MeterValues", meter_values.answer, must_not_be_lost=True),
        "NotifyChargingLimit": _route("NotifyChargingLimit"),
        "NotifyCustomerInformation": _route("NotifyCustomerInformation"),
        "NotifyDisplayMessages": _route("NotifyDisplayMessages"),
        "NotifyEVChargingNeeds": _route("NotifyEVChargingNeeds"),
        "NotifyEVChargingSchedule": _route("NotifyEVChargingSchedule"),
        "NotifyEvent": _route("NotifyEvent", notify_event.answer, must_not_be_lost=True),
        "NotifyMonitoringReport": _route("NotifyMonitoringReport"),
        "PublishFirmwareStatusNotification": _route(
            "PublishFirmwareStatusNotification", publish_firmware_status_notification.answer
        ),
        "NotifyReport": _route("NotifyReport", notify_report.answer),
        "ReportChargingProfiles": _route("ReportChargingProfiles"),
        "ReservationStatusUpdate": _route("ReservationStatusUpdate"),
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
        "CancelReservation": _outbound("CancelReservation"),
        "CertificateSigned": _outbound("CertificateSigned", certificates.keep_signed),
        "ChangeAvailability": _outbound("ChangeAvailability"),
        "ClearCache": _outbound("ClearCache"),
        "ClearChargingProfile": _outbound("ClearChargingProfile"),
        "ClearDisplayMessage": _outbound("ClearDisplayMessage"),
        "ClearVariableMonitoring": _outbound("ClearVariableMonitoring"),
        "CostUpdated": _outbound("CostUpdated"),
        "CustomerInformation": _outbound("CustomerInformation", reports.keep),
        "DataTransfer": _outbound("DataTransfer"),
        "DeleteCertificate": _outbound("DeleteCertificate", certificates.keep_deleted),
        "GetBaseReport": _outbound("GetBaseReport", reports.keep),
        "GetChargingProfiles": _outbound("GetChargingProfiles", reports.keep),
        "GetCompositeSchedule": _outbound("GetCompositeSchedule"),
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
        "ReserveNow": _outbound("ReserveNow"),
        "Reset": _outbound("Reset"),
        "SendLocalList": _outbound("SendLocalList"),
        "SetChargingProfile": _outbound("SetChargingProfile"),
        "SetDisplayMessage": _outbound("SetDisplayMessage"),
        "SetMonitoringBase": _outbound("SetMonitoringBase"),
        "SetMonitoringLevel": _outbound("SetMonitoringLevel"),
        "SetNetworkProfile": _outbound("SetNetworkProfile"),
        "SetVariableMonitoring": _outbound("SetVariableMonitoring"),
        "SetVariables": _outbound("SetVariables", variables.keep_set),
        "TriggerMessage": _outbound("TriggerMessage"),
        "UnlockConnector": _outbound("UnlockConnector"),
        "UnpublishFirmware": _outbound("UnpublishFirmware", firmware.keep_unpublication),
        "UpdateFirmware": _outbound("UpdateFirmware", firmware.keep_update),
    },
}
