"""Network profiles: which backends the station may call, tried by priority (B09, B10)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from local.station.link import Credentials

if TYPE_CHECKING:
    from local.station.station import Station

JSON_VERSIONS = ("OCPP16", "OCPP20")


class NetworkProfiles:
    """Slot 1 is what the station was set up with; a boot begins with the first priority."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._slots: dict[str, dict[str, Any]] = {"1": {}}
        self._failures = 0
        self._active = "1"
        station.model.named("NetworkConfigurationPriority").guard = self._all_are_set
        station.model.named("ActiveNetworkProfile").live = lambda: self._active

    def set(self, slot: int, data: dict[str, Any]) -> str:
        """A SetNetworkProfileStatusEnumType; never a lower security profile (B09.FR.04)."""
        security = self._station.model.number("SecurityProfile")
        priorities = self._station.model.named("NetworkConfigurationPriority").options
        fits = str(slot) in priorities and data["ocpp_version"] in JSON_VERSIONS
        if not fits or data["ocpp_transport"] != "JSON" or data["security_profile"] < security:
            return "Rejected"
        if not data["ocpp_csms_url"].startswith(("ws://", "wss://")):
            return "Failed"
        self._slots[str(slot)] = data
        return "Accepted"

    def boot(self) -> None:
        """Begin with the first priority again, and take over its timeout."""
        self._failures = 0
        self._use(self._order()[0])

    def failed(self) -> None:
        """A handshake failed; after NetworkProfileConnectionAttempts the next slot has its turn."""
        self._failures += 1
        if self._failures >= self._station.model.number("NetworkProfileConnectionAttempts"):
            self._failures = 0
            order = self._order()
            position = order.index(self._active) if self._active in order else -1
            self._use(order[(position + 1) % len(order)])

    def credentials(self) -> Credentials:
        """Identity and password as ever, the address of the active slot."""
        own = self._station.credentials
        url = self._slots[self._active].get("ocpp_csms_url", own.url)
        return replace(own, url=url)

    @property
    def security_profile(self) -> int:
        """That of the active slot; the station's own where it has none."""
        own = self._station.model.number("SecurityProfile")
        return int(self._slots[self._active].get("security_profile") or own)

    def _use(self, slot: str) -> None:
        self._active = slot
        if timeout_s := self._slots[slot].get("message_timeout"):
            self._station.model.preset("MessageTimeout[Default]", str(timeout_s))

    def _order(self) -> list[str]:
        slots = self._station.model.text("NetworkConfigurationPriority").split(",")
        return [slot for slot in slots if slot in self._slots] or ["1"]

    def _all_are_set(self, value: str) -> bool:
        return bool(value) and all(slot in self._slots for slot in value.split(","))
