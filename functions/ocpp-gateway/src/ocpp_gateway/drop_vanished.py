"""Drop what a complete report covers and does not tell: the station has it no more (K09, N02)."""

from corridor_kernel.times import from_text
from ocpp_gateway.domain.inventory import KINDS, covered
from ocpp_gateway.records import Content, all_records, delete_older


def drop_vanished(station_id: str, request_id: int, report: Content | None) -> None:
    """Nothing before the report is complete and it is known what was asked for.

    Whichever is known last brings this about. What was set after the CALL was answered stays.
    """
    if report is None or not report["complete"] or "asked" not in report:
        return
    asked, kind = report["asked"], KINDS[report["action"]]
    answered_at = from_text(asked["at"])
    for key, content in all_records(station_id, kind).items():
        if content.get("request_id") != request_id and covered(asked, key, content):
            delete_older(station_id, kind, key, answered_at)
