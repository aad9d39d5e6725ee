"""Charging sessions, and the ones that operators start."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.sessions import SessionState, StartState
from operations.models.base import Answer, Body, DecimalText, Page, Paging, StationId


class IdToken(Body):
    """An OCPP IdToken; the text is empty with NoAuthorization."""

    id_token: Annotated[str, Field(max_length=36)]
    type: IdTokenType


class NewSession(Body):
    """A remote start at one EVSE."""

    station_id: StationId
    evse_id: Annotated[int, Field(ge=1)]
    id_token: IdToken


class Start(Answer):
    """`session_id` once it has Started, `reason` when it Failed."""

    station_id: str
    remote_start_id: int
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
    state: SessionState | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None


class NewWriteOff(Body):
    """Who decides that an unsettled session is never billed, and why."""

    by: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class WriteOff(Answer):
    at: datetime
    by: str
    reason: str


class Session(Answer):
    """What is known so far; `flags` tell what the station's events left open or broke."""

    session_id: str
    station_id: str
    transaction_id: str
    state: SessionState
    evse_id: int | None
    connector_id: int | None
    id_token: IdToken | None
    remote_start_id: int | None
    reservation_id: int | None
    charging_state: str | None
    started_at: datetime | None
    ended_at: datetime | None
    stopped_reason: str | None
    energy_wh: DecimalText | None
    meter_start_wh: DecimalText | None
    meter_stop_wh: DecimalText | None
    flags: list[str]
    cdr_id: str | None
    total_excl_vat: DecimalText | None
    total_incl_vat: DecimalText | None
    currency: str | None
    settled_at: datetime | None
    unsettled_reason: str | None
    written_off: WriteOff | None


class SessionPage(Page):
    items: list[Session]


class SessionEvent(Answer):
    """A TransactionEvent of the station."""

    seq_no: int
    event_type: str
    timestamp: datetime
    received_at: datetime
    trigger_reason: str | None
    charging_state: str | None
    stopped_reason: str | None
    flags: list[str]


class MeterValue(Answer):
    """The energy register at an instant, and all else that was measured then."""

    timestamp: datetime
    seq_no: int
    context: str | None
    register_wh: DecimalText | None
    others: dict[str, Any]


class SessionDetails(Session):
    """A session with what the station told of it, in the station's order.

    `receipt_url` is the driver's, and secret: whoever has it sees this session.
    """

    receipt_url: str | None
    events: list[SessionEvent]
    meter_values: list[MeterValue]
