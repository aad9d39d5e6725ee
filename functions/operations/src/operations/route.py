"""A route: where operators ask, who answers, and what goes in and out."""

from dataclasses import dataclass

from operations.models.base import Answer, Body, Query

ROOT = "/operator"


@dataclass(frozen=True, slots=True)
class Route:
    """Path parameters, query and body members together are the operation's parameters."""

    method: str
    place: str
    summary: str
    service: str
    operation: str
    answer: type[Answer]
    status: int = 200
    body: type[Body] | None = None
    query: type[Query] | None = None

    @property
    def path(self) -> str:
        """As API Gateway and Chalice have it: `/operator/stations/{station_id}`."""
        return ROOT + self.place
