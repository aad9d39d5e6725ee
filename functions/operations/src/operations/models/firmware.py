"""Logs that stations upload, and firmware images."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from operations.models.base import Answer, Body, Page


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
    """`answer` is what GetLog was answered, `status` the furthest that the upload came."""

    request_id: int
    type: LogType | None
    oldest: datetime | None
    latest: datetime | None
    requested_at: datetime | None
    answer: str | None
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
