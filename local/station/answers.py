"""What the station answers to the backend's own CALLs; all others are NotImplemented."""

from local.station.availability_answers import AvailabilityAnswers
from local.station.device_model_answers import DeviceModelAnswers
from local.station.remote_control_answers import RemoteControlAnswers


class Answers(
    AvailabilityAnswers,
    DeviceModelAnswers,
    RemoteControlAnswers,
):
    """One mixin a topic; in it one method an action, and a twin marked `after` if it acts later."""
