"""The local authorization list of a 1.6 station."""

from typing import Any


class LocalList:
    """Statuses by idTag; version 0 is the empty list."""

    def __init__(self) -> None:
        self.version = 0
        self._statuses: dict[str, str] = {}

    def update(self, version: int, full: bool, entries: list[dict[str, Any]]) -> None:
        """Replace all, or take over each entry; one without idTagInfo is removed."""
        if full:
            self._statuses.clear()
        for entry in entries:
            info = entry.get("id_tag_info")
            if info is None:
                self._statuses.pop(entry["id_tag"].lower(), None)
            else:
                self._statuses[entry["id_tag"].lower()] = info["status"]
        self.version = version

    def status(self, id_tag: str) -> str | None:
        """What the list says of a tag, None if nothing."""
        return self._statuses.get(id_tag.lower())
