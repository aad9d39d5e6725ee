"""Stations and the OCPP calls that operators send them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from corridor_kernel.metering import Metering
from corridor_kernel.ocpp.calls import CallState, Outcome
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.registration import Provisioning, Registration
from operations.models.base import Answer, Body, Id36, Page, Payload, StationId


class Site(Body):
    """Where stations stand: decides time zone and currency of their tariffs.

    `metering` is only for what its country's law leaves open: a German site that is not public, or
    one elsewhere that shall bill nothing but signed values.
    """

    id: Id36
    name: str | None = None
    time_zone: Annotated[str, Field(examples=["Europe/Berlin"])]
    country: Annotated[str, Field(examples=["DE"], description="ISO 3166-1 alpha-2.")]
    currency: Annotated[str, Field(examples=["EUR"], description="ISO 4217.")]
    metering: Metering | None = None


class Connector(Body):
    id: Annotated[int, Field(ge=1)]
    type: Annotated[str, Field(examples=["cCCS2"], description="OCPP ConnectorEnumType.")]
    max_power_w: Annotated[int, Field(ge=1)]


class Evse(Body):
    id: Annotated[int, Field(ge=1)]
    connectors: Annotated[list[Connector], Field(min_length=1)]
    afir_prices: (
        Annotated[
            bool,
            Field(
                description="Whether AFIR limits its ad-hoc prices by its power: true if not said."
            ),
        ]
        | None
    ) = None


class FailsafeLimits(Body):
    """What may be drawn when nobody balances the site, installed as charging profiles (R-SC-7)."""

    station_w: Annotated[int, Field(ge=1, description="Of the whole station.")] | None = None
    evse_w: Annotated[int, Field(ge=1, description="Of each EVSE in a new transaction.")] | None = (
        None
    )


class NewStation(Body):
    """`id` is the identity in the station's URL, `password` that of its Basic authentication.

    `provisioning` BeforeService holds a new station Pending until its first run is over, five
    minutes at most; InService provisions it while it works, OnRequest only when it is asked for.
    Unsaid it is BeforeService, and InService for ocpp1.6, of which no station is held.
    """

    id: StationId
    password: Annotated[str, Field(min_length=16, max_length=40)]
    site: Site
    evses: Annotated[list[Evse], Field(min_length=1)]
    protocol: Protocol = Protocol.OCPP_2_0_1
    registration: Registration = Registration.ACCEPTED
    provisioning: Provisioning | None = None
    failsafe: FailsafeLimits | None = None


class NewRegistration(Body):
    registration: Registration


class Boot(Answer):
    """The last BootNotification, and how it was answered."""

    reason: str | None
    vendor_name: str | None
    model: str | None
    serial_number: str | None
    firmware_version: str | None
    booted_at: datetime | None
    status: Registration


class ConnectorStatus(Answer):
    evse_id: int
    connector_id: int
    status: str
    timestamp: datetime


class Station(Answer):
    id: str
    site: Site
    evses: list[Evse]
    protocol: str
    registration: Registration
    security_profile: Annotated[int, Field(description="The lowest that it may connect with.")]
    online: bool
    connected_at: datetime | None
    last_seen: datetime | None
    boot: Boot | None


class StationDetails(Station):
    """A station with the connectors that it told of."""

    connectors: list[ConnectorStatus]


class StationPage(Page):
    items: list[Station]


class NewCall(Body):
    """Any CALL that OCPP lets us send to a station."""

    action: Annotated[str, Field(min_length=1, examples=["Reset"])]
    payload: Payload


class QueuedCall(Answer):
    call_id: str
    station_id: str
    action: str
    state: CallState


class NativeCall(Answer):
    """The same CALL as it went over the wire to a station of another OCPP version."""

    action: str
    payload: Payload
    response: Payload | None


class Call(Answer):
    """`response` when the outcome is Result, `error_code` when it is Error.

    `violation` tells what of its schema the response breaks.
    """

    call_id: str
    action: str
    payload: Payload
    state: CallState
    outcome: Outcome | None
    response: Payload | None
    native: NativeCall | None = None
    violation: str | None
    error_code: str | None
    error_description: str | None
    requested_at: datetime
    finished_at: datetime | None


class Record(Answer):
    """One record of its kind, in the words of the OCPP message that told it."""

    key: str
    content: dict[str, Any]
    updated_at: datetime


class RecordPage(Page):
    """A kind that nobody keeps is answered with 404 and the names of all kinds."""

    items: list[Record]


class Fact(Answer):
    """A message of the station as it came; `violation` is what it breaks of its schema."""

    message_id: str
    payload: dict[str, Any]
    violation: str | None
    received_at: datetime


class FactPage(Page):
    """The newest first."""

    items: list[Fact]
