"""Rate a finished session and issue its CDR, once for ever."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from corridor_aws.items import get_together
from corridor_kernel.times import to_text
from pricing.domain.basis import Basis
from pricing.domain.cdr import Cdr, cdr_id
from pricing.domain.facts import facts_of
from pricing.domain.metering import metering_of
from pricing.domain.outcome import outcome_of
from pricing.issue_cdr import issue_cdr
from pricing.tables import CdrTable, HolderTable, SiteTable, to_site
from pricing.tariff_of_session import holder_key, tariff_of_session

_ANSWER = ("cdr_id", "total_excl_vat", "total_incl_vat", "currency")


class UnknownStation(Exception):
    """StationRegistered has not told where the station stands; it may be on its way."""


def rate_session(given: Mapping[str, Any], now: datetime) -> Mapping[str, str]:
    """Id, totals (what is paid), currency, end and energy of the session's CDR.

    `given` are its facts in their JSON form. `energy_wh` is what is billed, `registered_wh` what
    the unsigned registers of the facts say, `ended_at` their end, whichever clock is billed.

    Whoever asks again, whenever and with whatever facts, gets the answer of the first time.
    Raises NoTariff, UnknownStation, NoValidSignedValues.
    """
    issued, place, holder = get_together(
        (CdrTable, cdr_id(given["session_id"]), None),
        (SiteTable, given["station_id"], None),
        holder_key(given["id_token"]),
    )
    if issued is None:
        if place is None:
            raise UnknownStation(given["station_id"])
        basis = _basis(given, place, holder)
        issued = issue_cdr(_cdr(basis, now), basis)
    summary = orjson.loads(issued.summary)
    return {name: summary[name] for name in _ANSWER} | {
        "ended_at": to_text(issued.told_end),
        "energy_wh": format(issued.energy_wh, "f"),
        "registered_wh": format(issued.registered_wh, "f"),
    }


def _basis(given: Mapping[str, Any], place: SiteTable, holder: HolderTable | None) -> Basis:
    version, site = tariff_of_session(facts_of(given), place, holder), to_site(place)
    return Basis(given, version.document, site, metering_of(site), version.price_book)


def _cdr(basis: Basis, now: datetime) -> Cdr:
    outcome = outcome_of(basis)
    facts = outcome.facts
    return Cdr(cdr_id(facts.session_id), facts, basis.site, basis.tariff, outcome.rating, now)
