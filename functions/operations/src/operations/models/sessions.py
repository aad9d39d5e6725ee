"""Charging sessions, and the ones that operators start."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from corridor_kernel.ocpp.id_tokens import IdTokenType
from operations.models.base import Answer, Body, DecimalText, Id36, Page, Paging, StationId


class StartState(StrEnum):
    REQUESTED = "Requested"
    ACCEPTED = "Accepted"
    STARTED = "Started"
    FAILED = "Failed"


class IdToken(Body):
    """An OCPP IdToken."""

    id_token: Id36
    type: IdTokenType


class NewSession(Body):
    """A remote start at one EVSE."""

    station_id: StationId
    evse_id: Annotated[int, Field(ge=1)]
    id_token: IdToken


class RequestedStart(Answer):
    station_id: str
    remote_start_id: int
    state: StartState


class Start(Answer):
    state: StartState
    session_id: str | None = None
    reason: str | None = None


class RequestedStop(Answer):
    """The call that asks the station to stop; see the station's calls for its result."""

    call_id: str


class SessionQuery(Paging):
    """Which sessions, newest first."""

    station_id: str | None = None
    id_token: str | None = None
    state: str | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None


class Session(Answer):
    session_id: str
    station_id: str
    state: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    energy_wh: DecimalText | None = None


class SessionPage(Page):
    items: list[Session]


class SessionDetails(Session):
    """A session with what the station told of it."""

    events: list[dict[str, Any]]
    meter_values: list[dict[str, Any]]
