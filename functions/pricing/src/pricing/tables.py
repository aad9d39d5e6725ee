"""Pricing's tables: keys, attributes and conversions, nothing else."""

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import (
    AllProjection,
    GlobalSecondaryIndex,
    IncludeProjection,
    KeysOnlyProjection,
)

from corridor_aws import settings
from corridor_aws.tables import (
    DecimalAttribute,
    InstantAttribute,
    PackedTextAttribute,
    TableModel,
)
from pricing.domain.site import Site


class StationsBySite(GlobalSecondaryIndex["SiteTable"]):
    class Meta:
        index_name = "by_site"
        projection = AllProjection()

    site_id = UnicodeAttribute(hash_key=True)
    station_id = UnicodeAttribute(range_key=True)


class SiteTable(TableModel):
    """Our copy of where each station stands and what it has, fed by StationRegistered.

    `evses`: `[{"id", "connectors": [{"id", "max_power_w", …}]}]`.
    """

    class Meta:
        table_name = settings.required("SITE_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    site_id = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    time_zone = UnicodeAttribute()
    country = UnicodeAttribute()
    currency = UnicodeAttribute()
    metering = UnicodeAttribute(null=True)
    evses = JSONAttribute()
    told_at = InstantAttribute()
    by_site = StationsBySite()


class DisplaysByDue(GlobalSecondaryIndex["PriceDisplayTable"]):
    """The stations whose prices change by themselves, the next first."""

    class Meta:
        index_name = "by_due"
        projection = KeysOnlyProjection()

    kind = UnicodeAttribute(hash_key=True)
    due_at = InstantAttribute(range_key=True)


class PriceDisplayTable(TableModel):
    """What each station was last told to show; `revision` counts what it was told.

    `kind` and `due_at` are there exactly while a change is known to come.
    """

    class Meta:
        table_name = settings.required("PRICE_DISPLAY_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    by_due = DisplaysByDue()
    kind = UnicodeAttribute(null=True)
    due_at = InstantAttribute(null=True)
    prices = JSONAttribute()
    revision = NumberAttribute()


class HolderTable(TableModel):
    """Our copy of whose tokens are: group and party, fed by TokenChanged.

    `token` is `<type>#<id token, lower case>`; `changes`: `[[since, group, party], …]`, rising.
    """

    class Meta:
        table_name = settings.required("HOLDER_TABLE")

    token = UnicodeAttribute(hash_key=True)
    changes = JSONAttribute()
    revision = NumberAttribute()


class TariffTable(TableModel):
    """Versions of tariffs, never changed, and what finds them; see `pricing.domain.version`.

    `tariff#<id>` / `<effective from>#<number>`: the version itself.
    `tariffs` / `<id>`: the latest version, an item that is replaced.
    `target#<target>` / `schedule`: what takes effect at a target, see `pricing.domain.schedule`.
    """

    class Meta:
        table_name = settings.required("TARIFF_TABLE")

    partition = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)
    tariff_id = UnicodeAttribute(null=True)
    number = NumberAttribute(null=True)
    effective_from = InstantAttribute(null=True)
    created_at = InstantAttribute(null=True)
    assigned_to = JSONAttribute(null=True)
    document = UnicodeAttribute(null=True)
    price_book = UnicodeAttribute(null=True)
    schedule = JSONAttribute(null=True)
    revision = NumberAttribute(null=True)


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
    document = PackedTextAttribute()
    by_station = CdrsByStation()
    by_session = CdrsBySession()
    by_time = CdrsByTime()


def to_site(item: SiteTable) -> Site:
    return Site(item.site_id, item.name, item.time_zone, item.country, item.currency, item.metering)
