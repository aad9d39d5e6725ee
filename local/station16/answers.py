"""What a 1.6 station answers to the backend's CALLs; all others are NotImplemented."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ocpp.v16 import call_result
from websockets.asyncio.client import ClientConnection

from local.station.answering import after, on
from local.station.protocol import CallFailed, Disconnected
from local.station16.protocol import Protocol16

if TYPE_CHECKING:
    from local.station16.station import Station16

TIMEOUT_S = 30


class Answers16(Protocol16):
    """One method per action; those that act afterwards have a twin marked `after`."""

    def __init__(self, station: "Station16", connection: ClientConnection) -> None:
        super().__init__(station.id, connection, station.on_frame, TIMEOUT_S, True)
        self._station = station

    @on("RemoteStartTransaction")
    def remote_start(self, id_tag: str, connector_id: int | None = None, **_: Any) -> Any:
        connector = self._station.free_connector(connector_id)
        return call_result.RemoteStartTransaction(status=_verdict(connector is not None))

    @after("RemoteStartTransaction")
    async def carry_out_start(self, id_tag: str, connector_id: int | None = None, **_: Any) -> None:
        connector = self._station.free_connector(connector_id)
        if connector is not None:
            if connector.vehicle is None and self._station.config.visitor:
                connector.plug_in(self._station.config.visitor)
            connector.start(id_tag)

    @on("RemoteStopTransaction")
    def remote_stop(self, transaction_id: int, **_: Any) -> Any:
        known = self._station.connector_of(transaction_id) is not None
        return call_result.RemoteStopTransaction(status=_verdict(known))

    @after("RemoteStopTransaction")
    def carry_out_stop(self, transaction_id: int, **_: Any) -> None:
        if connector := self._station.connector_of(transaction_id):
            connector.stop("Remote")

    @on("Reset")
    def reset(self, type: str, **_: Any) -> Any:
        return call_result.Reset(status="Accepted")

    @after("Reset")
    async def restart(self, type: str, **_: Any) -> None:
        await self._station.restart(f"{type}Reset")

    @on("ChangeConfiguration")
    def change_configuration(self, key: str, value: str, **_: Any) -> Any:
        status = self._station.configuration.change(key, value)
        return call_result.ChangeConfiguration(status=status)

    @on("GetConfiguration")
    def get_configuration(self, key: list[str] | None = None, **_: Any) -> Any:
        known, unknown = self._station.configuration.told(key)
        return call_result.GetConfiguration(known, unknown or None)

    @on("TriggerMessage")
    def trigger(self, requested_message: str, **_: Any) -> Any:
        known = requested_message in ("BootNotification", "Heartbeat", "StatusNotification")
        known = known or requested_message == "MeterValues"
        return call_result.TriggerMessage(status="Accepted" if known else "NotImplemented")

    @after("TriggerMessage")
    async def send_triggered(
        self, requested_message: str, connector_id: int | None = None, **_: Any
    ) -> None:
        with suppress(CallFailed, Disconnected):
            await self._station.send_triggered(requested_message, connector_id)

    @on("ChangeAvailability")
    def change_availability(self, connector_id: int, type: str, **_: Any) -> Any:
        status = self._station.change_availability(connector_id, type == "Operative")
        return call_result.ChangeAvailability(status=status)

    @on("UnlockConnector")
    def unlock(self, connector_id: int, **_: Any) -> Any:
        known = connector_id in self._station.evses
        return call_result.UnlockConnector(status="Unlocked" if known else "NotSupported")

    @on("ClearCache")
    def clear_cache(self, **_: Any) -> Any:
        self._station.cache.clear()
        return call_result.ClearCache(status="Accepted")

    @on("SetChargingProfile")
    def set_charging_profile(
        self, connector_id: int, cs_charging_profiles: dict[str, Any], **_: Any
    ) -> Any:
        profiles = self._station.charging_profiles
        status = profiles.set(connector_id, cs_charging_profiles)
        return call_result.SetChargingProfile(status=status)

    @on("ClearChargingProfile")
    def clear_charging_profile(self, id: int | None = None, **criteria: Any) -> Any:
        status = self._station.charging_profiles.clear(id, **criteria)
        return call_result.ClearChargingProfile(status=status)

    @on("SendLocalList")
    def send_local_list(
        self,
        list_version: int,
        update_type: str,
        local_authorization_list: list[dict[str, Any]] | None = None,
        **_: Any,
    ) -> Any:
        full = update_type == "Full"
        self._station.local_list.update(list_version, full, local_authorization_list or [])
        return call_result.SendLocalList(status="Accepted")

    @on("GetLocalListVersion")
    def local_list_version(self, **_: Any) -> Any:
        return call_result.GetLocalListVersion(list_version=self._station.local_list.version)


def _verdict(accepted: bool) -> str:
    return "Accepted" if accepted else "Rejected"
