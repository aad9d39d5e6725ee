"""NotifyEvent: what monitors report; the availability of connectors within it counts as status."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ocpp_gateway.change_record import change_record, change_records
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.connector_status import in_notify_event
from ocpp_gateway.domain.monitors import (
    alarms_in,
    event_time,
    reported_events,
    told_values,
    with_values,
    without_secrets,
)
from ocpp_gateway.keep_fact import keep_fact
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.record_status import record_status
from ocpp_gateway.records import Content, record_item


def answer(request: Request) -> dict[str, Any]:
    """An empty answer; a replay does all of it again: the first time may have failed half-way."""
    request = replace(request, payload=without_secrets(request.payload))
    keep_fact(request)
    for status in in_notify_event(request.payload, request.now):
        record_status(request.station_id, status, request.now)
    events = reported_events(request.payload)
    _record_events(request, events)
    for key, alarm in alarms_in(events, request.now):
        _record_alarm(request, key, alarm)
    mark_seen(request.station_id, request.now)
    return {}


def _record_events(request: Request, events: Mapping[str, Content]) -> None:
    """The events, and the values that they tell: those are the variables' until later news."""
    values = told_values(events.values(), request.now)
    changes = {key: partial(with_values, events=told) for key, told in values.items()}
    items = [
        record_item(request.station_id, "event", key, event, request.now)
        for key, event in events.items()
    ]
    change_records(request.station_id, "variable", changes, items, request.now)


def _record_alarm(request: Request, key: str, alarm: Content) -> None:
    """An alert that came late does not undo that it was cleared since."""

    def change(before: Content | None) -> Content | None:
        is_news = before is None or event_time(before) <= event_time(alarm)
        return alarm if is_news else None

    change_record(request.station_id, "alarm", key, change, request.now)
