"""Rate a finished session and issue its CDR, once for ever."""

from collections.abc import Mapping
from datetime import datetime

import orjson

from corridor_aws.items import get_together
from pricing.domain.cdr import Cdr, cdr_id
from pricing.domain.facts import Facts
from pricing.domain.rating import rate
from pricing.domain.site import Site
from pricing.domain.tariff import tariff_of
from pricing.find_tariff import find_tariff
from pricing.issue_cdr import issue_cdr
from pricing.tables import CdrTable, SiteTable, to_site

_ANSWER = ("cdr_id", "total_excl_vat", "total_incl_vat", "currency", "ended_at")


class UnknownStation(Exception):
    """StationRegistered has not told where the station stands; it may be on its way."""


def rate_session(facts: Facts, now: datetime) -> Mapping[str, str]:
    """Id, totals (what is paid), currency, end and energy of the session's CDR.

    `energy_wh` is what is billed, `registered_wh` what the unsigned registers of its facts say.

    Whoever asks again, whenever and with whatever facts, gets the answer of the first time.
    Raises NoTariff, UnknownStation.
    """
    issued, place = get_together(
        (CdrTable, cdr_id(facts.session_id), None), (SiteTable, facts.station_id, None)
    )
    if issued is None:
        if place is None:
            raise UnknownStation(facts.station_id)
        issued = issue_cdr(_cdr(facts, to_site(place), now))
    summary = orjson.loads(issued.summary)
    return {name: summary[name] for name in _ANSWER} | {
        "energy_wh": format(issued.energy_wh, "f"),
        "registered_wh": format(issued.registered_wh, "f"),
    }


def _cdr(facts: Facts, site: Site, now: datetime) -> Cdr:
    tariff = find_tariff(site, facts.started_at, facts.is_ad_hoc)
    rating = rate(facts, tariff_of(tariff), site.zone)
    return Cdr(cdr_id(facts.session_id), facts, site, tariff, rating, now)
