"""Page through the tariffs."""

from functools import partial

from corridor_aws.paging import page
from pricing.domain.version import Version
from pricing.tables import TariffTable
from pricing.tariff_items import LATEST, to_version


def list_tariffs(limit: int, cursor: str | None) -> tuple[list[Version], str | None]:
    """At most `limit` tariffs by id, each in the version created last; and the next cursor."""
    items, next_cursor = page(partial(TariffTable.query, LATEST), limit, cursor)
    return [to_version(item) for item in items], next_cursor
