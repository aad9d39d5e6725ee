"""The tariff of a session: by where it took place and whose token was used."""

from collections.abc import Mapping

from corridor_aws.items import Key
from corridor_kernel.ocpp.id_tokens import token_key
from pricing.domain.facts import Facts
from pricing.domain.holder import holder_at
from pricing.domain.targets import ANYBODY, Spot, located
from pricing.domain.version import Version
from pricing.find_tariff import find_tariff
from pricing.tables import HolderTable, SiteTable


def holder_key(id_token: Mapping[str, str] | None) -> Key:
    """What finds the holder of the facts' idToken, to be read together with other things."""
    key = "none" if id_token is None else token_key(id_token["type"], id_token["id_token"])
    return HolderTable, key, None


def tariff_of_session(facts: Facts, place: SiteTable, holder: HolderTable | None) -> Version:
    """The version; raises NoTariff.

    Group and party are the token's as they were at the start of the session: as far back as its
    last fifty changes go, and before those as at the oldest of them. They are nobody's for ad-hoc
    drivers, and where no TokenChanged has told of the token.
    """
    driver = ANYBODY
    if holder is not None and not facts.is_ad_hoc:
        driver = holder_at(holder.changes, facts.started_at)
    told = Spot(place.site_id, facts.station_id, facts.evse_id, facts.connector_id)
    spot = located(told, place.evses)
    return find_tariff(spot, driver, place.currency, facts.started_at, facts.is_ad_hoc)
