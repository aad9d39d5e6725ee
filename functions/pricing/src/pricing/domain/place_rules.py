"""Whether what a tariff is assigned to exists, and whether the tariff may be charged there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from pricing.domain.afir import breaches, is_bound, is_for_ad_hoc
from pricing.domain.target_rules import Fault
from pricing.domain.targets import EVERYWHERE, Target
from pricing.domain.vat import NoVatRate, day_in, vat_rate

Targets = Sequence[tuple[int, Target]]

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Station:
    """What StationRegistered told of it; `evses` as there."""

    id: str
    site: str
    country: str
    currency: str
    evses: Sequence[Mapping[str, Any]]


def place_faults(currency: object, targets: Targets, known: Sequence[Station]) -> Iterator[Fault]:
    """What does not exist at a site that we know, and sites with another currency."""
    for index, target in targets:
        there = [station for station in known if station.site == target.site]
        if there and there[0].currency != currency:
            yield f"assigned_to.{index}", f"{target.site} is billed in {there[0].currency}"
        if there:
            yield from _missing(f"assigned_to.{index}", target, there)


def unknown_sites(targets: Targets, known: Sequence[Station]) -> Iterator[Fault]:
    """A tariff may be entered before the first station of its site: that is no fault."""
    for index, target in targets:
        if target.site != EVERYWHERE and not any(each.site == target.site for each in known):
            yield f"assigned_to.{index}.site", f"no station of {target.site} is registered"


def afir_faults(
    tariff: Mapping[str, Any], targets: Targets, known: Sequence[Station]
) -> Iterator[Fault]:
    """Each EVSE that an ad-hoc tariff must not be assigned to, with the rule; see afir.py."""
    found = breaches(tariff) if is_for_ad_hoc(tariff) else []
    for index, target in targets if found else ():
        bound = _bound(target, known)
        names = list(islice(bound, _MOST_NAMED))
        if names:
            more = " and others" if next(bound, None) else ""
            yield (
                f"assigned_to.{index}",
                f"{', '.join(names)}{more}: an ad-hoc price at 50 kW and more is per kWh, with an"
                f" occupancy fee per minute (PARKING_TIME) and nothing else (AFIR Article 5(4)),"
                f" but the tariff has {', '.join(found)}",
            )


def vat_warnings(
    tariff: Mapping[str, Any], targets: Targets, known: Sequence[Station], start: datetime
) -> Iterator[Fault]:
    """A tariff says its own VAT: a reduced rate or none may be right, so it is no fault."""
    rates = {
        component["vat"]
        for element in tariff["elements"]
        for component in element["price_components"]
        if "vat" in component
    }
    sites = {target.site for _, target in targets}
    for country in sorted({each.country for each in known if each.site in sites}):
        day = day_in(country, start)
        try:
            usual = vat_rate(country, day)
        except NoVatRate as error:
            yield "tariff", str(error)
            continue
        for rate in sorted(rates - {usual}):
            yield "tariff", f"VAT of {rate} %; in {country} it is {usual} % on {day.isoformat()}"


def _missing(location: str, target: Target, there: Sequence[Station]) -> Iterator[Fault]:
    if target.station is None:
        return
    station = next((each for each in there if each.id == target.station), None)
    if station is None:
        yield f"{location}.station", f"there is no {target.station} at {target.site}"
    elif target.evse is not None:
        evse = next((each for each in station.evses if each["id"] == target.evse), None)
        if evse is None:
            yield f"{location}.evse", f"{station.id} has no EVSE {target.evse}"
        elif target.connector not in (None, *(each["id"] for each in evse["connectors"])):
            yield (
                f"{location}.connector",
                f"EVSE {target.evse} of {station.id} has no connector {target.connector}",
            )


def _bound(target: Target, known: Sequence[Station]) -> Iterator[str]:
    """Ad-hoc drivers have neither group nor party."""
    if target.group is not None or target.party is not None:
        return
    for station in known:
        if target.site in (EVERYWHERE, station.site) and target.station in (None, station.id):
            for evse in station.evses:
                if target.evse in (None, evse["id"]) and is_bound(evse):
                    yield f"EVSE {evse['id']} of {station.id}"
