"""Which tariff a session is billed by: the one in effect at its site when it started (P9)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from corridor_kernel.ocpi.enums import TariffType
from corridor_kernel.ocpi.text import loads
from corridor_kernel.times import from_text
from pricing.domain.site import Site
from pricing.domain.version import EVERYWHERE, key_of
from pricing.tables import TariffTable
from pricing.tariff_items import after, target_key

_PAGE = 8


class NoTariff(Exception):
    """No tariff is in effect: the session cannot be billed. Free charging needs a tariff too."""


def find_tariff(site: Site, instant: datetime, ad_hoc: bool) -> Mapping[str, Any]:
    """The OCPI Tariff object, in one query, or in two if the site has none of its own.

    What was entered after the instant counts only where nothing was in effect then: a tariff of
    the past bills who had no price, and never changes the price that a driver has seen.
    """
    entered_later = []
    for target in (site.id, EVERYWHERE):
        for tariff, created_at in _in_effect(target, instant):
            if _suits(tariff, site, ad_hoc):
                if created_at <= instant:
                    return tariff
                entered_later.append(tariff)
    if entered_later:
        return entered_later[0]
    raise NoTariff(f"No tariff in {site.currency} is in effect at site {site.id!r}.")


def _in_effect(target: str, instant: datetime) -> Iterator[tuple[Mapping[str, Any], datetime]]:
    """The tariffs in effect at a target and when they were entered, the latest effect first."""
    decided = set()
    for item in TariffTable.query(
        target_key(target),
        TariffTable.position < after(instant),
        scan_index_forward=False,
        page_size=_PAGE,
    ):
        key = key_of(item.tariff_id)
        if key not in decided and item.document is not None:
            tariff = loads(item.document)
            end = tariff.get("end_date_time")
            if end is None or instant < from_text(end):
                yield tariff, item.created_at
        decided.add(key)


def _suits(tariff: Mapping[str, Any], site: Site, ad_hoc: bool) -> bool:
    kind = TariffType.AD_HOC_PAYMENT if ad_hoc else TariffType.REGULAR
    return bool(tariff["currency"] == site.currency and tariff.get("type", kind) == kind)
