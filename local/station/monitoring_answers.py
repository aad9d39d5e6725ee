"""Block N: what the backend wants to be told of by itself."""

from collections.abc import Iterator
from typing import Any

from ocpp.v201 import call, call_result

from corridor_kernel.times import to_text
from local.station.answering import Answering, after, deliver, on, verdict
from local.station.monitor import CRITERIA, Monitor
from local.station.reports import Page, send_pages
from local.station.selection import matches
from local.station.size_limits import check_size

Places = list[dict[str, Any]] | None
Criteria = list[str] | None


class MonitoringAnswers(Answering):
    """SetVariableMonitoring, ClearVariableMonitoring, the base, the level, and the report."""

    @on("SetVariableMonitoring")
    def set_monitors(self, set_monitoring_data: list[dict[str, Any]], **_: Any) -> Any:
        action = "SetVariableMonitoring"
        check_size(self._station.model, action, set_monitoring_data, "MonitoringCtrlr")
        results = [self._station.monitoring.set(item) for item in set_monitoring_data]
        return call_result.SetVariableMonitoring(set_monitoring_result=results)

    @on("ClearVariableMonitoring")
    def clear_monitors(self, id: list[int], **_: Any) -> Any:
        check_size(self._station.model, "ClearVariableMonitoring", id, "MonitoringCtrlr")
        results = [{"id": one, "status": self._station.monitoring.clear(one)} for one in id]
        return call_result.ClearVariableMonitoring(clear_monitoring_result=results)

    @on("SetMonitoringBase")
    def set_monitoring_base(self, monitoring_base: str, **_: Any) -> Any:
        self._station.monitoring.set_base(monitoring_base)
        return call_result.SetMonitoringBase(status="Accepted")

    @on("SetMonitoringLevel")
    def set_monitoring_level(self, severity: int, **_: Any) -> Any:
        accepted = self._station.monitoring.set_level(severity)
        return call_result.SetMonitoringLevel(status=verdict(accepted))

    @on("GetMonitoringReport")
    def get_monitoring_report(
        self, monitoring_criteria: Criteria = None, component_variable: Places = None, **_: Any
    ) -> Any:
        found = self._monitors(monitoring_criteria, component_variable)
        return call_result.GetMonitoringReport(status="Accepted" if found else "EmptyResultSet")

    @after("GetMonitoringReport")
    async def report_monitors(
        self,
        request_id: int,
        monitoring_criteria: Criteria = None,
        component_variable: Places = None,
        **_: Any,
    ) -> None:
        monitors = self._monitors(monitoring_criteria, component_variable)
        now = to_text(self._station.clock.now())

        def message(page: Page) -> Any:
            return call.NotifyMonitoringReport(
                request_id=request_id,
                seq_no=page.seq_no,
                generated_at=now,
                monitor=list(page.items),
                tbc=page.tbc,
            )

        if monitors:
            await deliver(send_pages(self._station, list(_by_variable(monitors)), message))

    def _monitors(self, criteria: Criteria, places: Places) -> list[Monitor]:
        return self._station.monitoring.select(
            lambda monitor: (
                (criteria is None or CRITERIA[monitor.type] in criteria)
                and (places is None or any(matches(monitor.address, place) for place in places))
            )
        )


def _by_variable(monitors: list[Monitor]) -> Iterator[dict[str, Any]]:
    for address in dict.fromkeys(monitor.address for monitor in monitors):
        yield {
            "component": address.component_payload,
            "variable": address.variable_payload,
            "variable_monitoring": [m.payload() for m in monitors if m.address == address],
        }
