"""What operators may ask: every fault is told at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.problems import invalid
from corridor_kernel.sessions import SessionState
from corridor_kernel.times import from_text, to_text

_STATION = re.compile(r"[A-Za-z0-9*\-_=+|@.]{1,48}")
_TOKEN = re.compile(r"[A-Za-z0-9*\-_=:+|@.]{0,36}")
_LARGEST_EVSE = 2**31 - 1


def check_start(given: Mapping[str, Any]) -> None:
    """Problem 422 unless it is a station, one of its EVSEs and an idToken."""
    faults = [*_start_faults(given), *_unknown(given, {"station_id", "evse_id", "id_token"})]
    if faults:
        raise invalid(faults)


def check_filters(given: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list with their values converted; Problem 422 for those that cannot be."""
    converted: dict[str, Any] = {}
    faults = list(_unknown(given, set(_FILTERS)))
    for name, value in given.items():
        if name in _FILTERS and value is not None:
            try:
                converted[name] = _FILTERS[name](value)
            except (TypeError, ValueError, OverflowError):
                faults.append((name, _MESSAGES.get(name, "must be a text")))
    if faults:
        raise invalid(faults)
    return converted


def _start_faults(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    station_id, evse_id, token = (given.get(n) for n in ("station_id", "evse_id", "id_token"))
    if not isinstance(station_id, str) or not _STATION.fullmatch(station_id):
        yield "station_id", "must be 1 to 48 of A-Z a-z 0-9 * - _ = + | @ ."
    if type(evse_id) is not int or not 0 < evse_id <= _LARGEST_EVSE:
        yield "evse_id", "must be a whole number above 0"
    if not isinstance(token, Mapping):
        yield "id_token", "must be an object with id_token and type"
        return
    yield from _unknown(token, {"id_token", "type"}, "id_token.")
    text = token.get("id_token")
    if not isinstance(text, str) or not _TOKEN.fullmatch(text):
        yield "id_token.id_token", "must be at most 36 of A-Z a-z 0-9 * - _ = : + | @ ."
    if token.get("type") not in list(IdTokenType):
        yield "id_token.type", f"must be one of {', '.join(IdTokenType)}"


def _unknown(
    given: Mapping[str, Any], known: set[str], prefix: str = ""
) -> Iterator[tuple[str, str]]:
    for name in sorted(given.keys() - known):
        yield f"{prefix}{name}", "is not known"


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _instant(value: Any) -> str:
    return to_text(from_text(value))


_FILTERS = {
    "station_id": _text,
    "id_token": _text,
    "state": SessionState,
    "started_from": _instant,
    "started_to": _instant,
}
_MESSAGES = {
    "state": f"must be one of {', '.join(SessionState)}",
    "started_from": "must be an RFC 3339 date-time",
    "started_to": "must be an RFC 3339 date-time",
}
