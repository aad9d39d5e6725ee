"""A tariff has changed: every station that it is or was assigned to is looked at again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pricing.displays.queue import refresh_soon
from pricing.domain.targets import EVERYWHERE, Target, target_of
from pricing.tables import SiteTable


def refresh_targets(targets: Iterable[Mapping[str, Any]]) -> None:
    """Targets as TariffChanged has them; what counts for some drivers only is shown to nobody."""
    known = [target_of(target) for target in targets]
    refresh_soon(_stations([each for each in known if not (each.group or each.party)]))


def _stations(targets: list[Target]) -> Iterator[str]:
    if any(target.site == EVERYWHERE for target in targets):
        yield from (item.station_id for item in SiteTable.scan(attributes_to_get=["station_id"]))
        return
    for target in targets:
        if target.station is not None:
            yield target.station
        else:
            yield from (item.station_id for item in SiteTable.by_site.query(target.site))
