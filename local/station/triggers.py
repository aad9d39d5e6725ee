"""TriggerMessage: which messages this station sends when asked to."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from local.station.evse import Evse

if TYPE_CHECKING:
    from local.station.station import Station

CERTIFICATES = {
    "SignChargingStationCertificate": "ChargingStationCertificate",
    "SignV2GCertificate": "V2GCertificate",
}
KNOWN = (
    *CERTIFICATES,
    "BootNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "LogStatusNotification",
    "MeterValues",
    "PublishFirmwareStatusNotification",
    "StatusNotification",
    "TransactionEvent",
)


class Triggers:
    """`status` decides, `send` delivers after the answer is out."""

    def __init__(self, station: "Station") -> None:
        self._station = station

    def status(self, message: str, evse: dict[str, Any] | None) -> str:
        """A TriggerMessageStatusEnumType."""
        if message not in KNOWN:
            return "NotImplemented"
        if message == "BootNotification":
            return "Rejected" if self._station.registration.accepted.is_set() else "Accepted"
        if message == "TransactionEvent":
            return "Accepted" if any(e.transaction for e in self._chosen(evse)) else "Rejected"
        return "Accepted" if evse is None or any(self._chosen(evse)) else "Rejected"

    async def send(self, message: str, evse: dict[str, Any] | None) -> None:
        """The message that was asked for; nothing if `status` refused it."""
        if self.status(message, evse) != "Accepted":
            return
        if message in CERTIFICATES:
            await self._station.security.ask_for_certificate(CERTIFICATES[message])
        elif message == "BootNotification":
            self._station.registration.ask_now()
        elif request := self._request(message):
            await self._station.ask(request)
        elif message == "MeterValues":
            for one in self._chosen(evse):
                await self._station.ask(self._station.aligned_data.message(one, "Trigger"))
        elif message == "StatusNotification":
            self._station.statuses.forget_some(self._chosen(evse))
        else:
            self._sample(evse)

    def _request(self, message: str) -> Any:
        """What is said at once and of the whole station; None for any other message."""
        station = self._station
        build: dict[str, Callable[[], Any]] = {
            "Heartbeat": call.Heartbeat,
            "FirmwareStatusNotification": station.firmware.status_message,
            "LogStatusNotification": station.logs.status_message,
            "PublishFirmwareStatusNotification": station.publications.status_message,
        }
        return build[message]() if message in build else None

    def _sample(self, evse: dict[str, Any] | None) -> None:
        for one in self._chosen(evse):
            one.sample("Trigger", "Trigger")

    def _chosen(self, evse: dict[str, Any] | None) -> Iterator[Evse]:
        for one in self._station.evses.values():
            if evse is None or one.id == evse["id"]:
                yield one
