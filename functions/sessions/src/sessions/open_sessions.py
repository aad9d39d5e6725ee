"""The sessions of a station whose bill still waits for something."""

from itertools import islice

from sessions.tables import SessionItem

_MOST = 50


def open_sessions(station_id: str) -> list[SessionItem]:
    """The newest 50; the index may be a moment behind, the items are not."""
    found = SessionItem.by_open.query(station_id, scan_index_forward=False, page_size=_MOST)
    keys = [entry.session_id for entry in islice(found, _MOST)]
    stored = SessionItem.batch_get(keys, consistent_read=True)
    return [item for item in stored if item.open_station]
