"""What would this session cost? Why, period by period; nothing is stored."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from corridor_aws.items import get_together
from corridor_kernel.problems import Problem, invalid, not_found
from corridor_kernel.times import from_text
from pricing.domain.explanation import explain
from pricing.domain.facts import Facts, facts_of
from pricing.domain.price_book import priced
from pricing.domain.rating import rate
from pricing.find_tariff import NoTariff
from pricing.tables import HolderTable, SiteTable, to_site
from pricing.tariff_of_session import holder_key, tariff_of_session

_LONGEST = timedelta(days=31)


def quote(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Totals, VAT, and each period with the element that matched and the arithmetic.

    What a meter would have to sign is taken for signed. Problem 404 for a station that is unknown,
    409 if no tariff is in effect, 422 if the times are broken or there is no such EVSE.
    """
    facts = _facts(wanted)
    place, holder = get_together(
        (SiteTable, facts.station_id, None), holder_key(wanted.get("id_token"))
    )
    if place is None:
        raise not_found("station", facts.station_id)
    if absent := list(_absent(facts, place)):
        raise invalid(absent)
    return _answer(facts, place, holder)


def _absent(facts: Facts, place: SiteTable) -> Iterator[tuple[str, str]]:
    """An EVSE or connector that the station does not have: a mistyped one has another's price."""
    if facts.evse_id is None:
        return
    evse = next((each for each in place.evses if each["id"] == facts.evse_id), None)
    if evse is None:
        yield "evse_id", f"{facts.station_id} has no EVSE {facts.evse_id}"
    elif facts.connector_id not in (None, *(each["id"] for each in evse["connectors"])):
        yield "connector_id", f"EVSE {facts.evse_id} has no connector {facts.connector_id}"


def _answer(facts: Facts, place: SiteTable, holder: HolderTable | None) -> dict[str, Any]:
    site = to_site(place)
    try:
        version = tariff_of_session(facts, place, holder)
    except NoTariff as error:
        raise Problem(409, "Conflict", str(error)) from None
    rating = rate(facts, priced(version.document, version.price_book), site.zone)
    return {
        "tariff_id": version.tariff_id,
        "version": version.number,
        "ad_hoc": facts.is_ad_hoc,
        **explain(facts, version.document, rating, site.zone),
    }


def _facts(wanted: Mapping[str, Any]) -> Facts:
    """A session that nobody had: it charges from start to end unless states say otherwise."""
    told = {
        "session_id": "quote",
        "evse_id": None,
        "connector_id": None,
        "id_token": None,
        "stopped_reason": None,
        "meter_start_wh": "0",
        **wanted,
        "telemetry": [[each["at"], each["energy_wh"]] for each in wanted.get("samples", ())],
        "states": [[each["at"], each["state"]] for each in wanted.get("states", ())],
        "currents": [[each["at"], each["current_a"]] for each in wanted.get("currents", ())],
    }
    length = from_text(told["ended_at"]) - from_text(told["started_at"])
    if not timedelta(0) <= length <= _LONGEST:
        message = f"must be within {_LONGEST.days} days after started_at"
        raise invalid([("ended_at", message)])
    return facts_of(told)
