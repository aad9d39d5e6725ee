"""The scalar types of OCPI 2.2.1 (ocpi.md T9 to T12), checked on the wire."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import core_schema

from corridor_kernel.times import readable, to_text

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")
_PRINTABLE_ASCII = r"^[ -~]+$"


class OcpiModel(BaseModel):
    """An object of ours: a member that OCPI does not know is a fault, for it may be a typo."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CiString(str):
    """Equal without regard to case, kept and returned as received (T11)."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.casefold() == other.casefold()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.casefold())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        text = core_schema.str_schema(pattern=_PRINTABLE_ASCII)
        return core_schema.no_info_after_validator_function(cls, text)


def _instant(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    is_utc = isinstance(value, str) and len(value) <= 25 and _DATE_TIME.fullmatch(value)
    instant = readable(value) if is_utc else None
    if instant is None:
        raise ValueError("must be a UTC date-time such as 2026-11-22T14:05:09Z")
    return instant


Instant = Annotated[datetime, BeforeValidator(_instant), PlainSerializer(to_text)]
"""UTC; written with `Z`, read with or without it, never with an offset (T9)."""

# 15 digits are what a JSON number carries exactly in every peer's floating point.
Number = Annotated[Decimal, Field(max_digits=15, decimal_places=4)]
"""A JSON number with at most four decimals (T10)."""

NotNegative = Annotated[Number, Field(ge=0)]

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
CountryCode = Annotated[CiString, Field(min_length=2, max_length=2)]
PartyId = Annotated[CiString, Field(min_length=3, max_length=3)]
Id36 = Annotated[CiString, Field(max_length=36)]


class Price(OcpiModel):
    """`incl_vat` is left out where no VAT applies or is known (P2)."""

    excl_vat: NotNegative
    incl_vat: NotNegative | None = None


class DisplayText(OcpiModel):
    """A text in one language (ISO 639-1), no markup (T12)."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    text: Annotated[str, Field(max_length=512, pattern=r"^[^<>]*$")]
