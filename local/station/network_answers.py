"""Block B: SetNetworkProfile."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, on


class NetworkAnswers(Answering):
    """Where the station is to call."""

    @on("SetNetworkProfile")
    def set_network_profile(
        self, configuration_slot: int, connection_data: dict[str, Any], **_: Any
    ) -> Any:
        status = self._station.network.set(configuration_slot, connection_data)
        return call_result.SetNetworkProfile(status=status)
