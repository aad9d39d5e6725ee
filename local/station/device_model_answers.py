"""Block B: variables read and written, and the reports of them."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, after, deliver, on
from local.station.reports import send_report


class DeviceModelAnswers(Answering):
    """SetVariables, GetVariables, GetBaseReport."""

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
            await deliver(send_report(self._station, request_id))
