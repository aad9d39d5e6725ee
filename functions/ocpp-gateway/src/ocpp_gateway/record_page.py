"""Keep what one page of a report tells, and note the page (R-BOOT-5)."""

from collections.abc import Callable, Mapping
from typing import Any

from corridor_aws.outbox import OutboxItem
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.paged_reports import Page, page_of, with_page
from ocpp_gateway.drop_vanished import drop_vanished
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import Content, find_record, put_records
from ocpp_gateway.station_events import station_reported


def record_page(request: Request, kind: str, contents: Mapping[str, Mapping[str, Any]]) -> None:
    """Records of `kind` by their keys, then the page; a page that is noted changes nothing.

    So a replay cannot bring back what has changed since, and a page that crashed half-way is
    taken again. With the page that completes the report StationReported is told, and what the
    station no longer has is dropped: by a replay too, for the first run may have died before.
    """
    page = page_of(request.action, request.payload)
    report = find_record(request.station_id, "report", page.key)
    if not page.is_in(report):
        told = {key: {**one, "request_id": page.request_id} for key, one in contents.items()}
        put_records(request.station_id, kind, told, request.now)
        report = change_record(
            request.station_id,
            "report",
            page.key,
            lambda before: with_page(before, page),
            request.now,
            tell_completion(request, page),
        )
    drop_vanished(request.station_id, page.request_id, report)
    mark_seen(request.station_id, request.now)


def tell_completion(
    request: Request, page: Page
) -> Callable[[Content | None, Content], OutboxItem | None]:
    """StationReported, once: when a change makes the report complete."""

    def tell(before: Content | None, after: Content) -> OutboxItem | None:
        if not after["complete"] or (before and before["complete"]):
            return None
        return station_reported(request.station_id, page.request_id, page.action, request.now)

    return tell
