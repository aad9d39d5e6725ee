"""What a tariff may be assigned to: every fault is told at once."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pricing.domain.targets import EVERYWHERE, Target, target_of

Fault = tuple[str, str]

MAX_TARGETS = 200

_PARTY = re.compile(r"[A-Za-z]{2}-[A-Za-z0-9]{3}")


def _party(text: str) -> str:
    if not _PARTY.fullmatch(text):
        raise ValueError("must be a country and a party id, such as NL-TNM")
    return text


class _Target(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    site: Annotated[str, Field(min_length=1, max_length=36)]
    station: Annotated[str, Field(min_length=1, max_length=48)] | None = None
    evse: Annotated[int, Field(ge=1)] | None = None
    connector: Annotated[int, Field(ge=1)] | None = None
    group: Annotated[str, Field(min_length=1, max_length=36)] | None = None
    party: Annotated[str, AfterValidator(_party)] | None = None

    @model_validator(mode="after")
    def _is_one_place(self) -> "_Target":
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        if self.station is not None and self.site == EVERYWHERE:
            yield "a station stands at one site"
        if self.evse is not None and self.station is None:
            yield "an EVSE needs its station"
        if self.connector is not None and self.evse is None:
            yield "a connector needs its EVSE"
        if self.group is not None and self.party is not None:
            yield "is for a group or for a party, not for both"


def target_faults(given: Any) -> Iterator[Fault]:
    """`(location, message)` of everything that is wrong with `assigned_to`, taken by itself."""
    if not isinstance(given, list) or not given:
        yield "assigned_to", f'must list targets such as {{"site": "{EVERYWHERE}"}}'
        return
    if len(given) > MAX_TARGETS:
        yield "assigned_to", f"must be at most {MAX_TARGETS}"
    known: set[str] = set()
    for index, each in enumerate(given):
        location = f"assigned_to.{index}"
        faults = list(_shape_faults(location, each))
        yield from faults
        if not faults:
            key = target_of(each).key
            if key in known:
                yield location, "is listed twice"
            known.add(key)


def good_targets(given: Any) -> Iterator[tuple[int, Target]]:
    """Those targets of `assigned_to` that have no fault in themselves, each with its index."""
    for index, each in enumerate(given if isinstance(given, list) else ()):
        if index < MAX_TARGETS and not list(_shape_faults("", each)):
            yield index, target_of(each)


def _shape_faults(location: str, given: Any) -> Iterator[Fault]:
    try:
        _Target.model_validate(given)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            place = ".".join(str(step) for step in (location, *fault["loc"]))
            yield place, fault["msg"].removeprefix("Value error, ")
