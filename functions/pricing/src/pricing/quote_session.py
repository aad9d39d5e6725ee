"""What a session costs as it stands: the engine of the bill, and no bill (R-TX-14)."""

from collections.abc import Mapping
from typing import Any

from corridor_aws.items import get_together
from pricing.domain.facts import facts_of
from pricing.domain.price_book import priced
from pricing.domain.rating import rate
from pricing.rate_session import UnknownStation
from pricing.tables import SiteTable, to_site
from pricing.tariff_of_session import holder_key, tariff_of_session


def quote_session(given: Mapping[str, Any]) -> Mapping[str, str]:
    """Totals and currency, rounded as in a bill; nothing is stored.

    `given` are the session's facts in their JSON form. Raises NoTariff, UnknownStation.
    """
    facts = facts_of(given)
    place, holder = get_together((SiteTable, facts.station_id, None), holder_key(given["id_token"]))
    if place is None:
        raise UnknownStation(facts.station_id)
    version = tariff_of_session(facts, place, holder)
    bill = rate(facts, priced(version.document, version.price_book), to_site(place).zone).bill
    return {
        "total_excl_vat": str(bill.excl_vat),
        "total_incl_vat": str(bill.incl_vat),
        "currency": bill.currency,
    }
