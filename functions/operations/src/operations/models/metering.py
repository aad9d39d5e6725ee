"""Signed meter values, the keys of the meters, and what is missing of them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from operations.models.base import Answer, Body

Name = Annotated[str, Field(min_length=1, max_length=100)]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NewKeyConfirmation(Body):
    """Who says that the key is the meter's, and what is printed on the meter."""

    by: Name
    meter_serial: Name | None = None
    bnetza_id: Annotated[
        str | None,
        Field(min_length=1, max_length=100, description="Its number at the Bundesnetzagentur."),
    ] = None
    time_certified: Annotated[
        bool | None,
        Field(description="Whether its type examination covers the clock; null is as before."),
    ] = None
    valid_from: datetime | None = None


class NewMeterKey(NewKeyConfirmation):
    """The public key of a meter, as printed on it or as a file of public keys (XML)."""

    public_key: Annotated[str, Field(min_length=1, max_length=100_000)]


class MeterKey(Answer):
    """`public_key` is its SubjectPublicKeyInfo in hex; unconfirmed keys bill nothing."""

    fingerprint: Fingerprint
    public_key: str
    curve: str
    source: str
    valid_from: datetime
    valid_to: datetime | None
    meter_serial: str | None
    bnetza_id: str | None
    time_certified: bool
    confirmed_at: datetime | None
    confirmed_by: str | None


class MeterKeyList(Answer):
    items: list[MeterKey]


class MissingPages(Answer):
    """Pages of a meter's counter that were never told; context T is of transactions, F fiscal."""

    meter: str
    context: str
    first: int
    last: int
    changed_at: datetime


class MissingPageList(Answer):
    items: list[MissingPages]


class SignedValue(Answer):
    """`data` as the station sent it; `verdict` is null until it is verified."""

    context: str
    timestamp: str
    received_at: datetime
    verdict: str | None
    findings: list[str]
    fingerprint: str | None
    sha256: str
    data: str


class SignedValueList(Answer):
    items: list[SignedValue]
