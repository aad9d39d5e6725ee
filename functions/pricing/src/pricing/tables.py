"""Pricing's tables: keys, attributes and conversions, nothing else."""

from pynamodb.attributes import BinaryAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from corridor_aws import settings
from corridor_aws.tables import DecimalAttribute, InstantAttribute, TableModel
from pricing.domain.site import Site


class StationsBySite(GlobalSecondaryIndex["SiteTable"]):
    class Meta:
        index_name = "by_site"
        projection = IncludeProjection(["currency"])

    site_id = UnicodeAttribute(hash_key=True)
    station_id = UnicodeAttribute(range_key=True)
    currency = UnicodeAttribute()


class SiteTable(TableModel):
    """Our copy of where each station stands, fed by StationRegistered."""

    class Meta:
        table_name = settings.required("SITE_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    site_id = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    time_zone = UnicodeAttribute()
    country = UnicodeAttribute()
    currency = UnicodeAttribute()
    metering = UnicodeAttribute(null=True)
    told_at = InstantAttribute()
    by_site = StationsBySite()


class TariffTable(TableModel):
    """Versions of tariffs, never changed, each found in three ways; see `pricing.domain.version`.

    `tariff#<id>` / `<effective from>#<number>`: the version itself.
    `target#<site or *>` / `<effective from>#<created>#<id>#<number>`: a version takes effect at a
    site; without `document` the tariff is no longer in effect there.
    `tariffs` / `<id>`: the latest version, the only item that is replaced.
    """

    class Meta:
        table_name = settings.required("TARIFF_TABLE")

    partition = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)
    tariff_id = UnicodeAttribute()
    number = NumberAttribute()
    effective_from = InstantAttribute()
    created_at = InstantAttribute()
    sites = ListAttribute(of=UnicodeAttribute)
    document = UnicodeAttribute(null=True)


class CdrsByStation(GlobalSecondaryIndex["CdrTable"]):
    class Meta:
        index_name = "by_station"
        projection = IncludeProjection(["summary"])

    station_id = UnicodeAttribute(hash_key=True)
    started_at = InstantAttribute(range_key=True)
    summary = UnicodeAttribute()


class CdrsBySession(GlobalSecondaryIndex["CdrTable"]):
    class Meta:
        index_name = "by_session"
        projection = IncludeProjection(["summary"])

    session_id = UnicodeAttribute(hash_key=True)
    started_at = InstantAttribute(range_key=True)
    summary = UnicodeAttribute()


class CdrsByTime(GlobalSecondaryIndex["CdrTable"]):
    """All CDRs in one partition: it takes 1,000 sessions a second to fill it."""

    class Meta:
        index_name = "by_time"
        projection = IncludeProjection(["summary"])

    kind = UnicodeAttribute(hash_key=True)
    started_at = InstantAttribute(range_key=True)
    summary = UnicodeAttribute()


class CdrTable(TableModel):
    """CDRs, never changed: `document` is the OCPI object, `summary` what lists and callers see.

    `basis` is all that it was made of, packed. `told_end` is the end that sessions told, whichever
    clock was billed. A credit CDR has the `correction` that it is of, and no basis.
    """

    class Meta:
        table_name = settings.required("CDR_TABLE")

    cdr_id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute(default="cdr")
    session_id = UnicodeAttribute()
    station_id = UnicodeAttribute()
    started_at = InstantAttribute()
    energy_wh = DecimalAttribute()
    registered_wh = DecimalAttribute()
    told_end = InstantAttribute()
    number = NumberAttribute(default=1)
    basis = BinaryAttribute(legacy_encoding=False, null=True)
    correction = UnicodeAttribute(null=True)
    summary = UnicodeAttribute()
    document = UnicodeAttribute()
    by_station = CdrsByStation()
    by_session = CdrsBySession()
    by_time = CdrsByTime()


def to_site(item: SiteTable) -> Site:
    return Site(item.site_id, item.name, item.time_zone, item.country, item.currency, item.metering)
