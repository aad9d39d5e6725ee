"""What is wrong with a tariff, and what looks wrong: nothing is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from corridor_kernel.times import from_text
from pricing.domain.afir import breaches, is_for_ad_hoc
from pricing.domain.element_rules import past_elements
from pricing.domain.place_rules import (
    Station,
    Targets,
    afir_faults,
    place_faults,
    unknown_sites,
    vat_warnings,
)
from pricing.domain.target_rules import Fault, good_targets
from pricing.domain.targets import EVERYWHERE
from pricing.domain.tariff_rules import document_of, faults
from pricing.domain.version import effective_from, key_of
from pricing.find_versions import latest_number
from pricing.tables import SiteTable


@dataclass(frozen=True, slots=True)
class Review:
    """`(location, message)` of what must not be, and of what may be a mistake."""

    faults: list[Fault]
    warnings: list[Fault]

    def view(self) -> dict[str, list[dict[str, str]]]:
        return {"faults": _findings(self.faults), "warnings": _findings(self.warnings)}


def review_tariff(given: Any, assigned_to: Any, now: datetime) -> Review:
    """Everything at once, as far as the tariff can be read."""
    found = list(faults(given, assigned_to, now))
    tariff = _readable(given, now)
    targets = list(good_targets(assigned_to))
    known = list(_stations(tariff, targets))
    currency = given.get("currency") if isinstance(given, Mapping) else None
    found += place_faults(currency, targets, known)
    if tariff is None:
        return Review(found, list(unknown_sites(targets, known)))
    found += [*afir_faults(tariff, targets, known), *_over(tariff, now)]
    return Review(found, list(_warnings(tariff, targets, known, now)))


def _readable(given: Any, now: datetime) -> dict[str, Any] | None:
    try:
        return document_of(given, now) if isinstance(given, Mapping) else None
    except ValidationError:
        return None


def _over(tariff: Mapping[str, Any], now: datetime) -> Iterator[Fault]:
    """Only a new tariff counts in the past, from its start on; see `domain.version.placements`."""
    end = tariff.get("end_date_time")
    if end is not None and from_text(end) <= now:
        if "start_date_time" not in tariff or latest_number(key_of(tariff["id"])):
            yield "tariff.end_date_time", "is over: it would never be in effect"


def _warnings(
    tariff: Mapping[str, Any], targets: Targets, known: list[Station], now: datetime
) -> Iterator[Fault]:
    start = tariff.get("start_date_time")
    since = effective_from(from_text(start) if start else None, now)
    yield from unknown_sites(targets, known)
    yield from vat_warnings(tariff, targets, known, since)
    yield from past_elements(tariff["elements"], now.astimezone(UTC).date())
    for index, element in enumerate(tariff["elements"]):
        for place, component in enumerate(element["price_components"]):
            if component["step_size"] > 1:
                location = f"tariff.elements.{index}.price_components.{place}.step_size"
                yield location, "charges for what was not used"


def _stations(tariff: Mapping[str, Any] | None, targets: Targets) -> Iterator[Station]:
    """Those at the targets' sites; everywhere only if the tariff may be forbidden somewhere."""
    sites = {target.site for _, target in targets}
    if EVERYWHERE in sites and tariff and is_for_ad_hoc(tariff) and breaches(tariff):
        yield from map(_station, SiteTable.scan())
        return
    for site in sorted(sites - {EVERYWHERE}):
        yield from map(_station, SiteTable.by_site.query(site))


def _station(item: SiteTable) -> Station:
    return Station(item.station_id, item.site_id, item.country, item.currency, item.evses)


def _findings(found: list[Fault]) -> list[dict[str, str]]:
    return [{"location": location, "message": message} for location, message in found]
