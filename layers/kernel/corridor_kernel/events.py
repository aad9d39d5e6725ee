"""The envelope of a domain event: past tense, versioned, at least once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.times import to_text


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is the same for every delivery of one fact, so consumers can drop repeats."""

    source: str
    name: str
    id: str
    time: datetime
    data: Mapping[str, Any]
    version: int = 1

    def detail(self) -> dict[str, Any]:
        """What EventBridge carries as `detail`: `{id, version, time, data}`."""
        return {
            "id": self.id,
            "version": self.version,
            "time": to_text(self.time),
            "data": dict(self.data),
        }
