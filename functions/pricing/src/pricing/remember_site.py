"""Keep our copy of where a station stands, and what it has."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError

from corridor_aws.tables import is_condition_failure
from pricing.domain.metering import metering_of
from pricing.domain.site import Site
from pricing.tables import SiteTable

Evses = Sequence[Mapping[str, Any]]


def remember_site(
    station_id: str, given: Mapping[str, Any], evses: Evses, told_at: datetime
) -> None:
    """Store a StationRegistered's site and EVSEs; events come in any order, the latest counts.

    ValueError or KeyError if the site's time zone or metering does not exist.
    """
    site = Site(
        given["id"],
        given.get("name"),
        given["time_zone"],
        given["country"],
        given["currency"],
        given.get("metering"),
    )
    _ = site.zone, metering_of(site)
    try:
        _item(station_id, site, evses, told_at).save(
            SiteTable.told_at.does_not_exist() | (SiteTable.told_at < told_at)
        )
    except PutError as error:
        if not is_condition_failure(error):
            raise


def _item(station_id: str, site: Site, evses: Evses, told_at: datetime) -> SiteTable:
    return SiteTable(
        station_id,
        site_id=site.id,
        name=site.name,
        time_zone=site.time_zone,
        country=site.country,
        currency=site.currency,
        metering=site.metering,
        evses=list(evses),
        told_at=told_at,
    )
