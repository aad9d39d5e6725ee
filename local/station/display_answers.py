"""Blocks O and I: what the driver reads on the display."""

from typing import Any

from ocpp.v201 import call, call_result

from local.station.answering import Answering, after, deliver, on
from local.station.reports import Page, send_pages

Ids = list[int] | None


class DisplayAnswers(Answering):
    """SetDisplayMessage, GetDisplayMessages, ClearDisplayMessage, CostUpdated."""

    @on("SetDisplayMessage")
    def set_display_message(self, message: dict[str, Any], **_: Any) -> Any:
        return call_result.SetDisplayMessage(status=self._station.displays.set(message))

    @on("GetDisplayMessages")
    def get_display_messages(
        self, id: Ids = None, priority: str | None = None, state: str | None = None, **_: Any
    ) -> Any:
        found = self._station.displays.select(id, priority, state)
        return call_result.GetDisplayMessages(status="Accepted" if found else "Unknown")

    @after("GetDisplayMessages")
    async def report_messages(
        self,
        request_id: int,
        id: Ids = None,
        priority: str | None = None,
        state: str | None = None,
        **_: Any,
    ) -> None:
        found = self._station.displays.select(id, priority, state)

        def message(page: Page) -> Any:
            return call.NotifyDisplayMessages(request_id, list(page.items), tbc=page.tbc)

        if found:
            await deliver(send_pages(self._station, found, message))

    @on("ClearDisplayMessage")
    def clear_display_message(self, id: int, **_: Any) -> Any:
        found = self._station.displays.clear(id)
        return call_result.ClearDisplayMessage(status="Accepted" if found else "Unknown")

    @on("CostUpdated")
    def cost_updated(self, total_cost: float, transaction_id: str, **_: Any) -> Any:
        for entry in self._station.book:
            if entry.transaction_id == transaction_id:
                entry.costs_told.append(total_cost)
        self._station.on_cost(transaction_id, total_cost)
        return call_result.CostUpdated()
