"""What a session costs as it stands: the engine of the bill, and no bill (R-TX-14)."""

from collections.abc import Mapping

from pricing.domain.facts import Facts
from pricing.domain.rating import rate
from pricing.domain.tariff import tariff_of
from pricing.find_tariff import find_tariff
from pricing.rate_session import UnknownStation
from pricing.tables import SiteTable, to_site


def quote_session(facts: Facts) -> Mapping[str, str]:
    """Totals and currency, rounded as in a bill; nothing is stored. NoTariff, UnknownStation."""
    try:
        site = to_site(SiteTable.get(facts.station_id))
    except SiteTable.DoesNotExist:
        raise UnknownStation(facts.station_id) from None
    tariff = find_tariff(site, facts.started_at, facts.is_ad_hoc)
    bill = rate(facts, tariff_of(tariff), site.zone).bill
    return {
        "total_excl_vat": str(bill.excl_vat),
        "total_incl_vat": str(bill.incl_vat),
        "currency": bill.currency,
    }
