"""The current at the station: it fails, and comes back."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.station.station import Station


class Power:
    """Between `lose` and `regain` nothing happens; what becomes of transactions, quirks decide."""

    def __init__(self, station: "Station") -> None:
        self._station = station

    def lose(self) -> None:
        """All stops at once, without a word."""
        self._station.go_offline()
        for evse in self._station.evses.values():
            evse.readings.advance()
            evse.power_off()

    def regain(self) -> None:
        """Boot; each transaction ends with PowerLoss, or goes on if the station resumes."""
        station = self._station
        station.boot("PowerUp")
        for evse in station.evses.values():
            evse.power_on(resumes=station.config.quirks.resumes)
        station.come_back()
