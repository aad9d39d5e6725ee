"""A route: where operators ask, who answers, and what goes in and out."""

from dataclasses import dataclass

from operations.models.base import Answer, Body, Query

ROOT = "/operator"


@dataclass(frozen=True, slots=True)
class Route:
    """Path parameters, query and body members together are the operation's parameters.

    `numbers` are the path parameters that are whole numbers; all others are texts.
    """

    method: str
    place: str
    summary: str
    service: str
    operation: str
    answer: type[Answer]
    status: int = 200
    body: type[Body] | None = None
    query: type[Query] | None = None
    numbers: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """As API Gateway and Chalice have it: `/operator/stations/{station_id}`."""
        return ROOT + self.place
