"""What all models share."""

from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

T = TypeVar("T")


def _shown_by_clocks(instant: datetime) -> datetime:
    if not 1970 <= instant.year < 9999:
        raise ValueError("must be from 1970 on and before 9999")
    return instant


Limit = Annotated[int, Field(ge=1, le=100)]
Id36 = Annotated[str, Field(min_length=1, max_length=36)]
StationId = Annotated[str, Field(min_length=1, max_length=48)]
Instant = Annotated[datetime, AfterValidator(_shown_by_clocks)]
Payload = Annotated[dict[str, Any], Field(description="An OCPP payload, as the standard has it.")]
DecimalText = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$", examples=["12.345"])]


class Body(BaseModel):
    """A request body: no unknown member, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """A query string: no unknown member."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What a service answers: it may say more than the document does."""


class Paging(Query):
    """Which page of a list."""

    limit: Limit = 50
    cursor: Annotated[str | None, Field(description="The cursor of the page before.")] = None


class Page(Answer):
    """One page of a list."""

    cursor: Annotated[str | None, Field(description="Null on the last page.")]


class ProblemDetails(Answer):
    """RFC 9457: why a request was refused."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: Annotated[
        list[dict[str, str]] | None,
        Field(description="Every fault of the request: its `location` and a `message`."),
    ] = None
