"""Blocks E and F, and Reset: the backend starts, stops, asks for messages, restarts."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, EvseId, after, deliver, on, verdict
from local.station.remote_start import RemoteStart
from local.station.token import from_payload


class RemoteControlAnswers(Answering):
    """Transactions from afar, triggered messages, restarts."""

    @on("RequestStartTransaction")
    def start_transaction(
        self,
        id_token: dict[str, Any],
        remote_start_id: int,
        evse_id: int | None = None,
        group_id_token: dict[str, Any] | None = None,
        charging_profile: dict[str, Any] | None = None,
        **_: Any,
    ) -> Any:
        start = RemoteStart(from_payload(id_token), group_id_token, charging_profile)
        accepted = self._station.remote_starts.accept(start, remote_start_id, evse_id)
        return call_result.RequestStartTransaction(status=verdict(accepted))

    @after("RequestStartTransaction")
    async def start_accepted(self, remote_start_id: int, **_: Any) -> None:
        await self._station.remote_starts.carry_out(remote_start_id)

    @on("RequestStopTransaction")
    def stop_transaction(self, transaction_id: str, **_: Any) -> Any:
        evse = self._station.evse_of(transaction_id)
        return call_result.RequestStopTransaction(status=verdict(evse is not None))

    @after("RequestStopTransaction")
    def stop(self, transaction_id: str, **_: Any) -> None:
        if evse := self._station.evse_of(transaction_id):
            evse.stop("RemoteStop", "Remote")

    @on("GetTransactionStatus")
    def get_transaction_status(self, transaction_id: str | None = None, **_: Any) -> Any:
        ongoing = transaction_id and self._station.evse_of(transaction_id) is not None
        return call_result.GetTransactionStatus(
            messages_in_queue=self._station.queue.holds(transaction_id),
            ongoing_indicator=ongoing if transaction_id else None,
        )

    @on("TriggerMessage")
    def trigger_message(self, requested_message: str, evse: EvseId = None, **_: Any) -> Any:
        status = self._station.triggers.status(requested_message, evse)
        return call_result.TriggerMessage(status=status)

    @after("TriggerMessage")
    async def send_triggered(self, requested_message: str, evse: EvseId = None, **_: Any) -> None:
        await deliver(self._station.triggers.send(requested_message, evse))

    @on("Reset")
    def reset(self, type: str, evse_id: int | None = None, **_: Any) -> Any:
        return call_result.Reset(status=self._station.resets.status(type, evse_id))

    @after("Reset")
    async def restart(self, type: str, evse_id: int | None = None, **_: Any) -> None:
        if self._station.resets.status(type, evse_id) != "Rejected":
            await self._station.resets.carry_out(type, evse_id)
