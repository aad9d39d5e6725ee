"""Which tariff a session is billed by: the one in effect when it started (P9)."""

from datetime import datetime

from pricing.domain.schedule import Entry, in_effect
from pricing.domain.targets import Driver, Spot, covering
from pricing.domain.version import Version
from pricing.schedules import read_schedules
from pricing.tables import TariffTable
from pricing.tariff_items import to_version, versions_key


class NoTariff(Exception):
    """No tariff is in effect: the session cannot be billed. Free charging needs a tariff too."""


def find_tariff(
    spot: Spot, driver: Driver, currency: str, instant: datetime, ad_hoc: bool
) -> Version:
    """The version, in two round trips however many tariffs there are.

    The most exact target comes first. What was entered after the instant counts only where nothing
    was in effect then: a tariff of the past bills who had no price, and never changes the price
    that a driver has seen.
    """
    entered_later = []
    for entries in read_schedules(covering(spot, driver)):
        for entry in in_effect(entries, instant):
            if entry.suits(currency, ad_hoc):
                if entry.created_at <= instant:
                    return _version(entry)
                entered_later.append(entry)
    if entered_later:
        return _version(entered_later[0])
    raise NoTariff(f"No tariff in {currency} is in effect at site {spot.site!r}.")


def _version(entry: Entry) -> Version:
    key = versions_key(entry.key)
    return to_version(TariffTable.get(key, entry.version, consistent_read=True))
