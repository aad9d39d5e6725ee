"""Logs that stations upload, and firmware images."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from corridor_kernel.ocpp.firmware import CampaignState, UpdateState
from operations.models.base import Answer, Body, Id36, Page, StationId


class LogType(StrEnum):
    DIAGNOSTICS = "DiagnosticsLog"
    SECURITY = "SecurityLog"


class NewLog(Body):
    """Which log, and of which time; the station uploads it by HTTP PUT."""

    type: LogType
    oldest: datetime | None = None
    latest: datetime | None = None


class RequestedLog(Answer):
    """`call_id` is the GetLog that asks for it."""

    station_id: str
    request_id: int
    type: LogType
    call_id: str


class ProgressStep(Answer):
    """A status that a station told, when first and when last."""

    status: str
    first_at: datetime
    last_at: datetime


class Log(Answer):
    """`answer` is what GetLog was answered, `status` the furthest that the upload came.

    `failure` says why GetLog had no answer, by the outcome of its call.
    """

    request_id: int
    type: LogType | None
    oldest: datetime | None
    latest: datetime | None
    requested_at: datetime | None
    answer: str | None
    failure: Annotated[str | None, Field(examples=["Error: NotImplemented: Unknown action"])]
    filename: str | None
    status: str | None
    superseded_by: int | None
    history: list[ProgressStep]
    size_bytes: int | None
    download_url: Annotated[str | None, Field(description="Null until the file is there.")]


class LogPage(Page):
    items: list[Log]


class NewFirmwareImage(Body):
    name: Annotated[str, Field(min_length=1, max_length=200, examples=["hpc300-1.4.2.bin"])]


class FirmwareImage(Answer):
    """PUT the bytes to `upload_url`; campaigns name the `image`."""

    image: str
    upload_url: str
    expires_in_s: int


class NewFirmware(Body):
    """The manufacturer's image, its signature and the certificate that this was made with.

    Either a `location` of the manufacturer's or an `image` of ours.
    """

    version: Annotated[str, Field(min_length=1, max_length=50)]
    location: Annotated[str | None, Field(max_length=512)] = None
    image: Annotated[str | None, Field(pattern=r"^firmware/[0-9a-f]{32}/[\w.-]+$")] = None
    signature: Annotated[str, Field(max_length=800, description="Base64.")]
    signing_certificate: Annotated[str, Field(max_length=5500, description="PEM.")]
    retrieve_at: datetime | None = None
    install_at: datetime | None = None


class Selection(Body):
    """Stations of any of these sites and any of these models; absent: all."""

    sites: Annotated[list[Id36] | None, Field(min_length=1)] = None
    models: Annotated[list[str] | None, Field(min_length=1)] = None


class NewFirmwareCampaign(Body):
    """`canary` stations go first, the others in waves of `parallel`.

    More failures than `max_failures`, or than `max_failure_percent` of those that are done,
    pause it; the first failure does if neither is given. A station is asked once and `retries`
    times again, `retry_interval_s` after a failure; an attempt fails after `time_limit_s`.
    """

    name: Annotated[str, Field(min_length=1, max_length=100)]
    firmware: NewFirmware
    stations: Annotated[list[StationId] | None, Field(min_length=1, max_length=500)] = None
    selection: Selection | None = None
    canary: Annotated[int, Field(ge=1, le=40)] = 1
    parallel: Annotated[int, Field(ge=1, le=40)] = 10
    max_failures: Annotated[int | None, Field(ge=0)] = None
    max_failure_percent: Annotated[int | None, Field(ge=0, le=100)] = None
    retries: Annotated[int, Field(ge=0, le=10)] = 1
    retry_interval_s: Annotated[int, Field(ge=0, le=86400)] = 300
    time_limit_s: Annotated[int, Field(ge=1, le=86400)] = 7200
    ends_at: datetime | None = None

    @model_validator(mode="after")
    def _stations_or_selection(self) -> Self:
        if (self.stations is None) == (self.selection is None):
            raise ValueError("either stations or a selection")
        return self


class CampaignFirmware(Answer):
    version: str
    location: str | None
    image: str | None
    retrieve_at: datetime | None
    install_at: datetime | None


class CampaignPolicy(Answer):
    canary: int
    parallel: int
    max_failures: int | None
    max_failure_percent: int | None
    retries: int
    retry_interval_s: int
    time_limit_s: int


class FirmwareCampaign(Answer):
    """`fault` is why it was refused, or what broke."""

    id: str
    name: str
    state: CampaignState
    fault: str | None
    firmware: CampaignFirmware
    policy: CampaignPolicy
    created_at: datetime
    resumed_at: datetime | None
    ends_at: datetime


class UpdateNote(Answer):
    """What happened in an attempt: a status of OCPP, or our own word."""

    attempt: int
    at: datetime
    what: str


class StationUpdate(Answer):
    """`not_before` is when it is asked again."""

    station_id: str
    canary: bool
    state: UpdateState
    attempt: int
    failures: int
    not_before: datetime | None
    concluded_at: datetime | None
    history: list[UpdateNote]


class FirmwareCampaignDetails(FirmwareCampaign):
    """`counts` of its stations by their state."""

    counts: dict[str, int]
    stations: list[StationUpdate]


class FirmwareCampaignPage(Page):
    items: list[FirmwareCampaign]
