"""Customers' data and vendors' messages: CustomerInformation (N09, N10), DataTransfer (P01)."""

from typing import Any

from ocpp.v201 import call, call_result

from corridor_kernel.times import to_text
from local.station.answering import Answering, after, deliver, on
from local.station.customers import CustomerQuestion
from local.station.registration import IDENTITY

DATA_LENGTH = 512


class CustomerAnswers(Answering):
    """What the station knows of a customer, told and forgotten on demand."""

    @on("CustomerInformation")
    def customer_information(self, report: bool, clear: bool, **question: Any) -> Any:
        asked = CustomerQuestion.of(question)
        if asked is None:
            return call_result.CustomerInformation(status="Invalid")
        return call_result.CustomerInformation(status="Accepted" if report or clear else "Rejected")

    @after("CustomerInformation")
    async def report_customer(
        self, request_id: int, report: bool, clear: bool, **question: Any
    ) -> None:
        asked = CustomerQuestion.of(question)
        if asked is None or not (report or clear):
            return
        text = asked.known_by(self._station) if report else ""
        if clear:
            asked.forget(self._station)
        await deliver(self._tell(request_id, text))

    async def _tell(self, request_id: int, text: str) -> None:
        starts = range(0, max(1, len(text)), DATA_LENGTH)
        for seq_no, start in enumerate(starts):
            message = call.NotifyCustomerInformation(
                data=text[start : start + DATA_LENGTH],
                seq_no=seq_no,
                generated_at=to_text(self._station.clock.now()),
                request_id=request_id,
                tbc=start != starts[-1],
            )
            await self._station.ask(message)

    @on("DataTransfer")
    def data_transfer(
        self, vendor_id: str, message_id: str | None = None, data: Any = None, **_: Any
    ) -> Any:
        if vendor_id != IDENTITY["vendor_name"]:
            return call_result.DataTransfer(status="UnknownVendorId")
        if message_id != "Echo":
            return call_result.DataTransfer(status="UnknownMessageId")
        return call_result.DataTransfer(status="Accepted", data=data)
