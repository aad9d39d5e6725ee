"""The table of contents of OCPP: action -> schemas -> use case, for each protocol version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.actions import (
    authorize,
    boot_notification,
    cleared_charging_limit,
    data_transfer,
    firmware_status_notification,
    get_15118_ev_certificate,
    get_certificate_status,
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
from ocpp_gateway.domain.ocpp16 import notifications
from ocpp_gateway.domain.ocpp16.outbound import NATIVE
from ocpp_gateway.ocpp16 import authorize as authorize_16
from ocpp_gateway.ocpp16 import boot_notification as boot_notification_16
from ocpp_gateway.ocpp16 import firmware_status_notification as firmware_status_16
from ocpp_gateway.ocpp16 import meter_values as meter_values_16
from ocpp_gateway.ocpp16 import results as results_16
from ocpp_gateway.ocpp16 import start_transaction, stop_transaction
from ocpp_gateway.ocpp16 import status_notification as status_notification_16
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

Json = dict[str, Any]
Answer = Callable[[Request], Json]
Keep = Callable[[Finished], None]


@dataclass(frozen=True, slots=True)
class Route:
    """What answers an action; None: known to the standard, not built yet (NotImplemented).

    `must_not_be_lost`: kept and answered even if it breaks its schema (R-RPC-12), and rather not
    answered at all than refused for a fault of ours (R-OUT-1).
    `may_be_longer`: taken with texts beyond the schema's lengths, which stations may have
    (OCPPCommCtrlr.FieldLength, R-RPC-12): one such value would cost a whole page.
    """

    request: str
    response: str
    answer: Answer | None = None
    must_not_be_lost: bool = False
    may_be_longer: bool = False


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


def _paged(action: str, answer: Answer) -> Route:
    return Route(f"{action}Request", f"{action}Response", answer, may_be_longer=True)


def _as_201(
    action: str, told: Callable[[Json], Json], answered: Callable[[Json], Json]
) -> Answer | None:
    """What answers this action of 2.0.1, for a message of 1.6 that says the same."""
    use_case = ROUTES[Protocol.OCPP_2_0_1][action].answer
    if use_case is None:
        return None

    def answer(request: Request) -> Json:
        said = replace(request, action=action, payload=told(request.payload))
        return answered(use_case(said))

    return answer


def _route_16(action: str, answer: Answer | None, *, must_not_be_lost: bool = False) -> Route:
    return Route(action, f"{action}Response", answer, must_not_be_lost)


ROUTES: dict[str, Mapping[str, Route]] = {
    Protocol.OCPP_2_0_1: {
        "Authorize": _route("Authorize", authorize.answer),
        "BootNotification": _route("BootNotification", boot_notification.answer),
        "ClearedChargingLimit": _route("ClearedChargingLimit", cleared_charging_limit.answer),
        "DataTransfer": _route("DataTransfer", data_transfer.answer),
        "FirmwareStatusNotification": _route(
            "FirmwareStatusNotification", firmware_status_notification.answer
        ),
        "Get15118EVCertificate": _route("Get15118EVCertificate", get_15118_ev_certificate.answer),
        "GetCertificateStatus": _route("GetCertificateStatus", get_certificate_status.answer),
        "Heartbeat": _route("Heartbeat", heartbeat.answer),
        "LogStatusNotification": _route("LogStatusNotification", log_status_notification.answer),
        "MeterValues": _route("MeterValues", meter_values.answer, must_not_be_lost=True),
        "NotifyChargingLimit": _route("NotifyChargingLimit", notify_charging_limit.answer),
        "NotifyCustomerInformation": _paged(
            "NotifyCustomerInformation", notify_customer_information.answer
        ),
        "NotifyDisplayMessages": _paged("NotifyDisplayMessages", notify_display_messages.answer),
        "NotifyEVChargingNeeds": _route("NotifyEVChargingNeeds", notify_ev_charging_needs.answer),
        "NotifyEVChargingSchedule": _route(
            "NotifyEVChargingSchedule", notify_ev_charging_schedule.answer
        ),
        "NotifyEvent": _route("NotifyEvent", notify_event.answer, must_not_be_lost=True),
        "NotifyMonitoringReport": _paged("NotifyMonitoringReport", notify_monitoring_report.answer),
        "PublishFirmwareStatusNotification": _route(
            "PublishFirmwareStatusNotification", publish_firmware_status_notification.answer
        ),
        "NotifyReport": _paged("NotifyReport", notify_report.answer),
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

_same, _bare = notifications.same, notifications.status_alone

ROUTES[Protocol.OCPP_1_6] = {
    "Authorize": _route_16("Authorize", authorize_16.answer),
    "BootNotification": _route_16("BootNotification", boot_notification_16.answer),
    "DataTransfer": _route_16(
        "DataTransfer", _as_201("DataTransfer", _same, notifications.data_transfer_answer)
    ),
    "DiagnosticsStatusNotification": _route_16(
        "DiagnosticsStatusNotification",
        _as_201("LogStatusNotification", notifications.diagnostics_status, _same),
    ),
    "FirmwareStatusNotification": _route_16(
        "FirmwareStatusNotification", firmware_status_16.answer
    ),
    "Heartbeat": _route_16("Heartbeat", heartbeat.answer),
    "LogStatusNotification": _route_16(
        "LogStatusNotification", _as_201("LogStatusNotification", _same, _same)
    ),
    "MeterValues": _route_16("MeterValues", meter_values_16.answer, must_not_be_lost=True),
    "SecurityEventNotification": _route_16(
        "SecurityEventNotification", security_event_notification.answer, must_not_be_lost=True
    ),
    "SignCertificate": _route_16(
        "SignCertificate", _as_201("SignCertificate", notifications.sign_certificate, _bare)
    ),
    "SignedFirmwareStatusNotification": _route_16(
        "SignedFirmwareStatusNotification", _as_201("FirmwareStatusNotification", _same, _same)
    ),
    "StartTransaction": _route_16(
        "StartTransaction", start_transaction.answer, must_not_be_lost=True
    ),
    "StatusNotification": _route_16("StatusNotification", status_notification_16.answer),
    "StopTransaction": _route_16("StopTransaction", stop_transaction.answer, must_not_be_lost=True),
}


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
