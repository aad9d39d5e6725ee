"""Block B: variables read and written, and the reports of them."""

from typing import Any

from ocpp.v201 import call, call_result

from corridor_kernel.times import to_text
from local.station import selection
from local.station.answering import Answering, after, deliver, on
from local.station.reports import Page, send_pages
from local.station.size_limits import check_size

Places = list[dict[str, Any]] | None
Criteria = list[str] | None


class DeviceModelAnswers(Answering):
    """SetVariables, GetVariables, GetBaseReport, GetReport."""

    @on("SetVariables")
    def set_variables(self, set_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        check_size(self._station.model, "SetVariables", set_variable_data)
        results = [self._station.model.set(item) for item in set_variable_data]
        return call_result.SetVariables(set_variable_result=results)

    @on("GetVariables")
    def get_variables(self, get_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        check_size(self._station.model, "GetVariables", get_variable_data)
        results = [self._station.model.get(item) for item in get_variable_data]
        return call_result.GetVariables(get_variable_result=results)

    @on("GetBaseReport")
    def get_base_report(self, **_: Any) -> Any:
        return call_result.GetBaseReport(status="Accepted")

    @after("GetBaseReport")
    async def report_base(self, request_id: int, report_base: str, **_: Any) -> None:
        await deliver(self._send_report(request_id, selection.base(report_base)))

    @on("GetReport")
    def get_report(
        self, component_variable: Places = None, component_criteria: Criteria = None, **_: Any
    ) -> Any:
        model = self._station.model
        check_size(model, "GetReport", component_variable or [])
        wanted = selection.chosen(model, component_criteria, component_variable)
        found = any(model.report(wanted))
        return call_result.GetReport(status="Accepted" if found else "EmptyResultSet")

    @after("GetReport")
    async def report_chosen(
        self,
        request_id: int,
        component_variable: Places = None,
        component_criteria: Criteria = None,
        **_: Any,
    ) -> None:
        wanted = selection.chosen(self._station.model, component_criteria, component_variable)
        if any(self._station.model.report(wanted)):
            await deliver(self._send_report(request_id, wanted))

    async def _send_report(self, request_id: int, wanted: selection.Wanted) -> None:
        now = to_text(self._station.clock.now())

        def message(page: Page) -> Any:
            return call.NotifyReport(
                request_id=request_id,
                generated_at=now,
                seq_no=page.seq_no,
                report_data=list(page.items),
                tbc=page.tbc,
            )

        await send_pages(self._station, list(self._station.model.report(wanted)), message)
