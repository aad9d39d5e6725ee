"""What the station answers to the backend's own CALLs; all others are NotImplemented."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ocpp.routing import after, on
from ocpp.v201 import call_result
from websockets.asyncio.client import ClientConnection

from local.station.protocol import CallFailed, Disconnected, Protocol
from local.station.reports import send_report
from local.station.token import from_payload

if TYPE_CHECKING:
    from local.station.station import Station

Evse = dict[str, Any] | None


class Answers(Protocol):
    """One method per action; those that act afterwards have a twin marked `after`."""

    def __init__(self, station: "Station", connection: ClientConnection) -> None:
        timeout_s = station.model.number("MessageTimeout")
        validate = station.config.validate
        super().__init__(station.id, connection, station.on_frame, timeout_s, validate)
        self._station = station

    @on("RequestStartTransaction")
    def start_transaction(
        self, id_token: dict[str, Any], remote_start_id: int, evse_id: int | None = None, **_: Any
    ) -> Any:
        token = from_payload(id_token)
        accepted = self._station.remote_starts.accept(token, remote_start_id, evse_id)
        return call_result.RequestStartTransaction(status=_verdict(accepted))

    @after("RequestStartTransaction")
    async def start_accepted(self, remote_start_id: int, **_: Any) -> None:
        await self._station.remote_starts.carry_out(remote_start_id)

    @on("RequestStopTransaction")
    def stop_transaction(self, transaction_id: str, **_: Any) -> Any:
        evse = self._station.evse_of(transaction_id)
        return call_result.RequestStopTransaction(status=_verdict(evse is not None))

    @after("RequestStopTransaction")
    def stop(self, transaction_id: str, **_: Any) -> None:
        if evse := self._station.evse_of(transaction_id):
            evse.stop("RemoteStop", "Remote")

    @on("TriggerMessage")
    def trigger_message(self, requested_message: str, evse: Evse = None, **_: Any) -> Any:
        status = self._station.triggers.status(requested_message, evse)
        return call_result.TriggerMessage(status=status)

    @after("TriggerMessage")
    async def send_triggered(self, requested_message: str, evse: Evse = None, **_: Any) -> None:
        with suppress(CallFailed, Disconnected):
            await self._station.triggers.send(requested_message, evse)

    @on("Reset")
    def reset(self, type: str, evse_id: int | None = None, **_: Any) -> Any:
        status = "Rejected" if evse_id else self._station.resets.status(type)
        return call_result.Reset(status=status)

    @after("Reset")
    async def restart(self, type: str, evse_id: int | None = None, **_: Any) -> None:
        if evse_id is None:
            await self._station.resets.carry_out(type)

    @on("SetVariables")
    def set_variables(self, set_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        results = [self._station.model.set(item) for item in set_variable_data]
        return call_result.SetVariables(set_variable_result=results)

    @on("GetVariables")
    def get_variables(self, get_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        results = [self._station.model.get(item) for item in get_variable_data]
        return call_result.GetVariables(get_variable_result=results)

    @on("GetBaseReport")
    def get_base_report(self, report_base: str, **_: Any) -> Any:
        known = report_base in ("FullInventory", "ConfigurationInventory")
        return call_result.GetBaseReport(status="Accepted" if known else "NotSupported")

    @after("GetBaseReport")
    async def report_base(self, request_id: int, report_base: str, **_: Any) -> None:
        if report_base != "SummaryInventory":
            with suppress(CallFailed, Disconnected):
                await send_report(self._station, request_id)

    @on("GetTransactionStatus")
    def get_transaction_status(self, transaction_id: str | None = None, **_: Any) -> Any:
        ongoing = transaction_id and self._station.evse_of(transaction_id) is not None
        return call_result.GetTransactionStatus(
            messages_in_queue=self._station.queue.holds(transaction_id),
            ongoing_indicator=ongoing if transaction_id else None,
        )

    @on("ChangeAvailability")
    def change_availability(self, operational_status: str, evse: Evse = None, **_: Any) -> Any:
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


def _verdict(accepted: bool) -> str:
    return "Accepted" if accepted else "Rejected"
