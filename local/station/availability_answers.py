"""Block G, and the lock of block F: ChangeAvailability, UnlockConnector."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, EvseId, on


class AvailabilityAnswers(Answering):
    """Whether an EVSE may be used, and whether its cable can be pulled out."""

    @on("ChangeAvailability")
    def change_availability(self, operational_status: str, evse: EvseId = None, **_: Any) -> Any:
        status = self._station.availability.change(operational_status == "Operative", evse)
        self._station.changed()
        return call_result.ChangeAvailability(status=status)

    @on("UnlockConnector")
    def unlock_connector(self, evse_id: int, connector_id: int, **_: Any) -> Any:
        evse = self._station.evses.get(evse_id)
        if evse is None or connector_id != evse.connector_id:
            return call_result.UnlockConnector(status="UnknownConnector")
        busy = evse.transaction is not None
        return call_result.UnlockConnector(
            status="OngoingAuthorizedTransaction" if busy else "Unlocked"
        )
