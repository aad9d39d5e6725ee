"""What the station answers to the backend's own CALLs: to each that the standard has."""

from local.station.authorization_answers import AuthorizationAnswers
from local.station.availability_answers import AvailabilityAnswers
from local.station.certificate_answers import CertificateAnswers
from local.station.customer_answers import CustomerAnswers
from local.station.device_model_answers import DeviceModelAnswers
from local.station.display_answers import DisplayAnswers
from local.station.firmware_answers import FirmwareAnswers
from local.station.local_list_answers import LocalListAnswers
from local.station.monitoring_answers import MonitoringAnswers
from local.station.network_answers import NetworkAnswers
from local.station.remote_control_answers import RemoteControlAnswers
from local.station.reservation_answers import ReservationAnswers
from local.station.smart_charging_answers import SmartChargingAnswers


class Answers(
    AuthorizationAnswers,
    AvailabilityAnswers,
    CertificateAnswers,
    CustomerAnswers,
    DeviceModelAnswers,
    DisplayAnswers,
    FirmwareAnswers,
    LocalListAnswers,
    MonitoringAnswers,
    NetworkAnswers,
    RemoteControlAnswers,
    ReservationAnswers,
    SmartChargingAnswers,
):
    """One mixin a topic; in it one method an action, and a twin marked `after` if it acts later."""
