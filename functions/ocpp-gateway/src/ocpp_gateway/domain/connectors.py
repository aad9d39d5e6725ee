"""The types of a station's connectors as one text that its socket carries: `1:cCCS2 2:cType2`."""

from collections.abc import Iterable, Mapping
from typing import Any


def connectors_text(evses: Iterable[Mapping[str, Any]]) -> str:
    """Of the EVSEs as the station was registered; one word for each connector."""
    return " ".join(
        f"{evse['id']}:{connector['type']}"
        for evse in evses
        for connector in evse["connectors"]
        if " " not in connector.get("type", " ")
    )


def types_by_evse(text: str) -> Mapping[int, frozenset[str]]:
    """What can be plugged in at each EVSE; empty where nothing is known."""
    found: dict[int, frozenset[str]] = {}
    for word in text.split():
        evse_id, _, type = word.partition(":")
        found[int(evse_id)] = found.get(int(evse_id), frozenset()) | {type}
    return found
