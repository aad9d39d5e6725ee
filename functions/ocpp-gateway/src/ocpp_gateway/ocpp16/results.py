"""What the answers of 1.6 stations tell beside those that 2.0.1 has too."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.times import to_text
from ocpp_gateway.actions import notify_report
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.connection import Connection, Request
from ocpp_gateway.domain.ocpp16.configuration import report_data, settings
from ocpp_gateway.domain.registration import ACCEPTED
from ocpp_gateway.domain.variables import reported_variables
from ocpp_gateway.records import put_records
from ocpp_gateway.results import local_lists, variables
from ocpp_gateway.tables import CallTable

_BASE_REPORT: Final = "GetBaseReport"


def keep_configuration(finished: Finished) -> None:
    """GetConfiguration: its keys are variables like any station's."""
    at = to_text(finished.finished_at)
    found = reported_variables(report_data(finished.response), at)
    put_records(finished.station_id, "variable", found, finished.finished_at)


def keep_change(finished: Finished) -> None:
    """ChangeConfiguration: as the SetVariables that it is elsewhere."""
    (datum,) = settings([(finished.payload["key"], finished.payload["value"])])
    named = {"component": datum["component"], "variable": datum["variable"]}
    status = finished.response["status"]
    told = named | {"attributeStatus": "UnknownVariable" if status == "NotSupported" else status}
    variables.keep_set(
        Finished(
            finished.station_id,
            finished.call_id,
            "SetVariables",
            finished.protocol,
            {"setVariableData": [datum]},
            {"setVariableResult": [told]},
            finished.finished_at,
        )
    )


def keep_list(finished: Finished) -> None:
    """SendLocalList in the station's own words: it has replaced the list that we keep."""
    version = {"versionNumber": finished.payload["listVersion"]}
    local_lists.keep_sent(replace(finished, payload=version))


def report_inventory(call: CallTable) -> None:
    """GetBaseReport: the configuration that it brought is the one page of its NotifyReport."""
    if call.action != _BASE_REPORT or call.native_response is None:
        return
    page = {
        "requestId": call.payload["requestId"],
        "generatedAt": to_text(call.finished_at),
        "seqNo": 0,
        "tbc": False,
        "reportData": report_data(call.native_response),
    }
    notify_report.answer(_request(call, page, call.finished_at))


def _request(call: CallTable, page: dict[str, Any], now: datetime) -> Request:
    connection = Connection("", call.station_id, "", Protocol.OCPP_1_6, ACCEPTED)
    return Request(connection, call.call_id, "NotifyReport", page, now)
