"""Variable monitors, and the events that they report (N01..N08)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from corridor_kernel.times import readable, to_text
from ocpp_gateway.domain.instants import news_instant
from ocpp_gateway.domain.variables import is_secret, variable_key, with_value

Json = Mapping[str, Any]

# What breaks its schema is kept all the same, and a key of DynamoDB has its limit.
_MAX_KEY = 200


def reported_monitors(payload: Json) -> Mapping[str, Json]:
    """The monitors of a NotifyMonitoringReport by their ids."""
    return {
        str(monitor["id"]): {
            "component": told["component"],
            "variable": told["variable"],
            **monitor,
        }
        for told in payload.get("monitor", [])
        for monitor in told["variableMonitoring"]
    }


def set_monitors(payload: Json, response: Json) -> Iterator[tuple[str, Json]]:
    """The monitors that a SetVariableMonitoring was Accepted for, by the ids that they were given.

    Results name the variable, type and severity, in any order; the value stands in the request.
    """
    wanted = list(payload["setMonitoringData"])
    for result in response["setMonitoringResult"]:
        match = next((item for item in wanted if _identity(item) == _identity(result)), None)
        if match is None:
            continue
        wanted.remove(match)
        if result["status"] == "Accepted" and "id" in result:
            yield str(result["id"]), {"transaction": False, **match, "id": result["id"]}


def reported_events(payload: Json) -> Mapping[str, Json]:
    """The events of a NotifyEvent, which may break the schema, by `<time>/<event id>`."""
    events = payload.get("eventData")
    found = {}
    for event in events if isinstance(events, list) else []:
        if isinstance(event, dict):
            found[f"{event_time(event)}/{event.get('eventId')}"[:_MAX_KEY]] = event
    return found


def alarms_in(events: Mapping[str, Json], now: datetime) -> Iterator[tuple[str, Json]]:
    """What alerts, and what no longer does, by variable and monitor.

    At a time that later news can follow: an alarm must not outlive its clearing (R-TX-8).
    """
    for event in events.values():
        named = _variable_of(event)
        if named is not None and _is_alarm(event):
            monitor = event.get("variableMonitoringId")
            key = named + (f"!{monitor}" if monitor else "")
            at = to_text(news_instant(event.get("timestamp"), now))
            active = event.get("cleared") is not True
            yield key[:_MAX_KEY], {**event, "timestamp": at, "active": active}


def without_secrets(payload: dict[str, Any]) -> dict[str, Any]:
    """A NotifyEvent without the values that are never kept (R-RPC-14)."""
    events = payload.get("eventData")
    if not isinstance(events, list):
        return payload
    return {**payload, "eventData": [_without_secret(event) for event in events]}


def told_values(events: Iterable[Json], now: datetime) -> Mapping[str, tuple[Json, ...]]:
    """The events that tell when a variable had which value, by its key, in the order of time.

    A clock that is ahead of ours is held back: else no later report would be news.
    """
    latest = to_text(now)
    told = []
    for event in events:
        if isinstance(event.get("actualValue"), str) and readable(event.get("timestamp")):
            named = _variable_of(event)
            if named is not None and len(named) <= _MAX_KEY:
                told.append((named, min(event_time(event), latest), event))
    told.sort(key=itemgetter(0, 1))
    return {
        key: tuple({**event, "timestamp": at} for _, at, event in group)
        for key, group in groupby(told, itemgetter(0))
    }


def with_values(before: Json | None, events: Iterable[Json]) -> Json | None:
    """The variable after events of `told_values`; None if later news are known already."""
    after = None
    for event in events:
        news = with_value(after or before, event, event["actualValue"], event["timestamp"])
        after = news or after
    return after


def event_time(event: Json) -> str:
    """When it happened, as text that sorts by time; what cannot be read sorts last."""
    instant = readable(event.get("timestamp"))
    return to_text(instant) if instant else "unreadable"


def _without_secret(event: Any) -> Any:
    match event:
        case {"variable": {"name": str()} as variable} if is_secret(variable):
            return {name: told for name, told in event.items() if name != "actualValue"}
    return event


def _variable_of(event: Json) -> str | None:
    """The key of the variable that an event speaks of, None if it names none."""
    match event:
        case {
            "component": {"name": str()} as component,
            "variable": {"name": str()} as variable,
        } if _is_place(component.get("evse")):
            return variable_key(component, variable)
    return None


def _is_alarm(event: Json) -> bool:
    return event.get("trigger") == "Alerting" or event.get("cleared") is True


def _is_place(evse: object) -> bool:
    return evse is None or (isinstance(evse, dict) and "id" in evse)


def _identity(item: Json) -> tuple[Any, ...]:
    key = variable_key(item["component"], item["variable"]).casefold()
    return key, item["type"], item["severity"]
