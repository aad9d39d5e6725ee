"""The table of contents of OCPP: action -> schemas -> use case, for each protocol version.

What we may send stands in `outbound_routes.py`, which no frame of a station needs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
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
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16 import notifications

Json = dict[str, Any]
Answer = Callable[[Request], Json]


@dataclass(frozen=True, slots=True)
class Route:
    """What answers an action; None: an action that no version has (NotImplemented).

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


def _route(action: str, answer: Answer, *, must_not_be_lost: bool = False) -> Route:
    return Route(f"{action}Request", f"{action}Response", answer, must_not_be_lost)


def _paged(action: str, answer: Answer) -> Route:
    return Route(f"{action}Request", f"{action}Response", answer, may_be_longer=True)


def _as_201(
    action: str, use_case: Answer, told: Callable[[Json], Json], answered: Callable[[Json], Json]
) -> Answer:
    """`use_case` of this action of 2.0.1, for a message of 1.6 that says the same."""

    def answer(request: Request) -> Json:
        said = replace(request, action=action, payload=told(request.payload))
        return answered(use_case(said))

    return answer


def _in_16(module: str) -> Answer:
    """What `ocpp16/<module>.py` answers, loaded with its first message.

    A cold start keeps stations waiting, and most of them speak 2.0.1.
    """

    def answer(request: Request) -> Json:
        use_case: Answer = import_module(f"ocpp_gateway.ocpp16.{module}").answer
        return use_case(request)

    return answer


def _route_16(action: str, answer: Answer, *, must_not_be_lost: bool = False) -> Route:
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
    "Authorize": _route_16("Authorize", _in_16("authorize")),
    "BootNotification": _route_16("BootNotification", _in_16("boot_notification")),
    "DataTransfer": _route_16(
        "DataTransfer",
        _as_201("DataTransfer", data_transfer.answer, _same, notifications.data_transfer_answer),
    ),
    "DiagnosticsStatusNotification": _route_16(
        "DiagnosticsStatusNotification",
        _as_201(
            "LogStatusNotification",
            log_status_notification.answer,
            notifications.diagnostics_status,
            _same,
        ),
    ),
    "FirmwareStatusNotification": _route_16(
        "FirmwareStatusNotification", _in_16("firmware_status_notification")
    ),
    "Heartbeat": _route_16("Heartbeat", heartbeat.answer),
    "LogStatusNotification": _route_16(
        "LogStatusNotification",
        _as_201(
            "LogStatusNotification",
            log_status_notification.answer,
            _same,
            _same,
        ),
    ),
    "MeterValues": _route_16("MeterValues", _in_16("meter_values"), must_not_be_lost=True),
    "SecurityEventNotification": _route_16(
        "SecurityEventNotification", security_event_notification.answer, must_not_be_lost=True
    ),
    "SignCertificate": _route_16(
        "SignCertificate",
        _as_201("SignCertificate", sign_certificate.answer, notifications.sign_certificate, _bare),
    ),
    "SignedFirmwareStatusNotification": _route_16(
        "SignedFirmwareStatusNotification",
        _as_201("FirmwareStatusNotification", firmware_status_notification.answer, _same, _same),
    ),
    "StartTransaction": _route_16(
        "StartTransaction", _in_16("start_transaction"), must_not_be_lost=True
    ),
    "StatusNotification": _route_16("StatusNotification", _in_16("status_notification")),
    "StopTransaction": _route_16(
        "StopTransaction", _in_16("stop_transaction"), must_not_be_lost=True
    ),
}
