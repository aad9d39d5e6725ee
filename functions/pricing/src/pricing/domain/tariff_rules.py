"""What a tariff must be to come into effect here: every fault is told at once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from corridor_kernel.money import MINOR_UNIT_DIGITS
from corridor_kernel.ocpi.enums import TariffType
from corridor_kernel.ocpi.tariffs import Tariff, TariffTerms
from pricing.domain.element_rules import MAX_ELEMENTS, element_faults
from pricing.domain.target_rules import Fault, target_faults

_OF_PROFILES: Final = (
    TariffType.PROFILE_CHEAP,
    TariffType.PROFILE_FAST,
    TariffType.PROFILE_GREEN,
)


def document_of(given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The OCPI Tariff object to store: what was given, without nulls, updated now."""
    tariff = Tariff.model_validate({**given, "last_updated": now})
    return tariff.model_dump(exclude_none=True)


def faults(given: Any, assigned_to: Any, now: datetime) -> Iterator[Fault]:
    """`(location, message)` of everything that is wrong with a tariff and its targets."""
    yield from dict.fromkeys(_faults(given, assigned_to, now))


def _faults(given: Any, assigned_to: Any, now: datetime) -> Iterator[Fault]:
    if isinstance(given, Mapping):
        yield from _broken_members(given, now)
        yield from _house_rules(given)
        yield from element_faults(given.get("elements"))
    else:
        yield "tariff", "must be an OCPI Tariff object"
    yield from target_faults(assigned_to)


def _broken_members(given: Mapping[str, Any], now: datetime) -> Iterator[Fault]:
    """Its terms by themselves, too: the model looks at the whole only where its parts are good."""
    terms = {name: given[name] for name in TariffTerms.model_fields if name in given}
    for model, content in ((Tariff, {**given, "last_updated": now}), (TariffTerms, terms)):
        try:
            model.model_validate(content)
        except ValidationError as error:
            yield from _told(error)


def _told(error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        location = ".".join(str(step) for step in ("tariff", *fault["loc"]))
        yield location, fault["msg"].removeprefix("Value error, ")


def _house_rules(given: Mapping[str, Any]) -> Iterator[Fault]:
    currency = given.get("currency")
    if isinstance(currency, str) and currency not in MINOR_UNIT_DIGITS:
        yield "tariff.currency", f"must be one of {', '.join(MINOR_UNIT_DIGITS)}"
    if given.get("type") in _OF_PROFILES:
        yield "tariff.type", "no session is billed by it: charging profiles have no price here"
    elements = given.get("elements")
    if isinstance(elements, list) and len(elements) > MAX_ELEMENTS:
        yield "tariff.elements", f"must be at most {MAX_ELEMENTS}"
