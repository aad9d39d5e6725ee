"""What a tariff must be to come into effect here: every fault is told at once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from corridor_kernel.money import MINOR_UNIT_DIGITS
from corridor_kernel.ocpi.tariffs import Tariff
from pricing.domain.version import EVERYWHERE

Fault = tuple[str, str]

MAX_SITES = 200

_MAX_SITE_ID = 36


def document_of(given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The OCPI Tariff object to store: what was given, without nulls, updated now."""
    tariff = Tariff.model_validate({**given, "last_updated": now})
    return tariff.model_dump(exclude_none=True)


def faults(given: Any, sites: Any, now: datetime) -> Iterator[Fault]:
    """`(location, message)` of everything that is wrong with a tariff and its sites."""
    if isinstance(given, Mapping):
        yield from _broken_members(given, now)
        yield from _house_rules(given)
    else:
        yield "tariff", "must be an OCPI Tariff object"
    yield from _site_faults(sites)


def _broken_members(given: Mapping[str, Any], now: datetime) -> Iterator[Fault]:
    try:
        Tariff.model_validate({**given, "last_updated": now})
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            location = ".".join(str(step) for step in ("tariff", *fault["loc"]))
            yield location, fault["msg"].removeprefix("Value error, ")


def _house_rules(given: Mapping[str, Any]) -> Iterator[Fault]:
    currency = given.get("currency")
    if isinstance(currency, str) and currency not in MINOR_UNIT_DIGITS:
        yield "tariff.currency", f"must be one of {', '.join(MINOR_UNIT_DIGITS)}"


def _site_faults(sites: Any) -> Iterator[Fault]:
    if not isinstance(sites, list) or not sites:
        yield "sites", f'must list site ids, or be ["{EVERYWHERE}"]'
        return
    for index, site in enumerate(sites):
        if not isinstance(site, str) or not 0 < len(site) <= _MAX_SITE_ID:
            yield f"sites.{index}", f"must be a text of 1 to {_MAX_SITE_ID} characters"
        elif site in sites[:index]:
            yield f"sites.{index}", "is listed twice"
    if EVERYWHERE in sites and len(sites) > 1:
        yield "sites", f'"{EVERYWHERE}" stands alone'
    if len(sites) > MAX_SITES:
        yield "sites", f"must be at most {MAX_SITES}"
