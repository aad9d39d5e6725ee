"""Variable monitors, and the events that they report (N01..N08)."""

from collections.abc import Iterator, Mapping
from typing import Any

from corridor_kernel.times import readable, to_text
from ocpp_gateway.domain.variables import variable_key

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


def alarms_in(events: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """What alerts, and what no longer does, by variable and monitor."""
    for event in events.values():
        match event:
            case {
                "component": {"name": str()} as component,
                "variable": {"name": str()} as variable,
            } if _is_place(component.get("evse")) and _is_alarm(event):
                monitor = event.get("variableMonitoringId")
                key = variable_key(component, variable) + (f"!{monitor}" if monitor else "")
                yield key[:_MAX_KEY], {**event, "active": event.get("cleared") is not True}


def event_time(event: Json) -> str:
    """When it happened, as text that sorts by time; what cannot be read sorts last."""
    instant = readable(event.get("timestamp"))
    return to_text(instant) if instant else "unreadable"


def _is_alarm(event: Json) -> bool:
    return event.get("trigger") == "Alerting" or event.get("cleared") is True


def _is_place(evse: object) -> bool:
    return evse is None or (isinstance(evse, dict) and "id" in evse)


def _identity(item: Json) -> tuple[Any, ...]:
    key = variable_key(item["component"], item["variable"]).casefold()
    return key, item["type"], item["severity"]
