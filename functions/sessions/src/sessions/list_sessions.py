"""Page through sessions, the newest first, by what operators ask for."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corridor_aws.paging import page
from corridor_kernel.ocpp.id_tokens import folded
from corridor_kernel.sessions import SessionState
from sessions.tables import SessionItem

_FIRST, _LAST = "0", "~"
"""Sort before and behind every instant."""

_LARGE = 1000
"""Index entries in a round trip where many are passed over; they are small."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions: None is any. `started_from` <= start < `started_to`, RFC 3339 texts."""

    station_id: str | None = None
    id_token: str | None = None
    state: SessionState | None = None
    started_from: str | None = None
    started_to: str | None = None


@dataclass
class _Found:
    """What pynamodb's own queries offer `page`: the items, and where the next page goes on."""

    items: list[Any]
    last_evaluated_key: Mapping[str, Any] | None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


def list_sessions(
    wanted: Wanted, limit: int, cursor: str | None
) -> tuple[list[SessionItem], str | None]:
    """At most `limit` sessions and the cursor of the next page; Problem 400 for odd ones."""

    def query(limit: int, last_evaluated_key: Mapping[str, Any] | None) -> _Found:
        reached = (last_evaluated_key or {}).get("started")
        before = str(reached or wanted.started_to or _LAST)
        found = list(islice(_newest(wanted, before, limit), limit))
        more = {"started": found[-1].started} if len(found) == limit else None
        return _Found(found, more)

    keys, next_cursor = page(query, limit, cursor)
    return _whole([key.session_id for key in keys]), next_cursor


def _newest(wanted: Wanted, before: str, page_size: int) -> Iterator[Any]:
    """Index entries that fit, newest first; all states together if nothing narrower is asked."""
    earliest = wanted.started_from or _FIRST
    if before <= earliest:
        return iter(())
    span = SessionItem.started.between(earliest, before)
    size = _LARGE if _passes_over(wanted) else page_size
    options: dict[str, Any] = {"scan_index_forward": False, "page_size": size}
    merged: Iterable[Any]
    if wanted.id_token:
        merged = SessionItem.by_token.query(folded(wanted.id_token), span, **options)
    elif wanted.station_id:
        merged = SessionItem.by_station.query(wanted.station_id, span, **options)
    else:
        states = [wanted.state] if wanted.state else list(SessionState)
        series = [SessionItem.by_state.query(state.value, span, **options) for state in states]
        merged = heapq.merge(*series, key=lambda entry: entry.started, reverse=True)
    return (entry for entry in merged if entry.started < before and _fits(entry, wanted))


def _passes_over(wanted: Wanted) -> bool:
    """Whether more is asked for than the key of one index: most entries may not fit."""
    asked = (wanted.id_token, wanted.station_id, wanted.state)
    return sum(value is not None for value in asked) > 1


def _fits(entry: Any, wanted: Wanted) -> bool:
    asked = (
        (wanted.station_id, entry.station_id),
        (wanted.id_token and folded(wanted.id_token), entry.token_key),
        (wanted.state, entry.state),
    )
    return all(value is None or value == there for value, there in asked)


def _whole(session_ids: list[str]) -> list[SessionItem]:
    """The sessions themselves, in the order of their ids."""
    found = {
        item.session_id: item for item in SessionItem.batch_get(session_ids, consistent_read=True)
    }
    return [found[session_id] for session_id in session_ids if session_id in found]
