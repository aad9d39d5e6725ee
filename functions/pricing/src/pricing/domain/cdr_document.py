"""A CDR as an OCPI object: volumes and costs with four decimals, never a volume too high (P6, P8).

`cdr_location` holds what pricing knows of the place; who sends the CDR to a partner completes it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from math import floor
from typing import Any

from corridor_kernel.ocpi.enums import AuthMethod, CdrDimensionType, TariffDimensionType, TokenType
from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.times import to_text
from pricing.domain.cdr import DIGITS, Cdr
from pricing.domain.exact import cut, cut_parts, half_up, total
from pricing.domain.facts import Facts
from pricing.domain.periods import Period
from pricing.domain.rating import Cost, Rating

_UNKNOWN = "#NA"  # OCPI's word for a required member that cannot be filled (T12)
_HOUR_S = 3600
_RFID = frozenset({IdTokenType.ISO14443, IdTokenType.ISO15693})
_CONTRACT = frozenset({IdTokenType.E_MAID})
_UNTOLD = frozenset({IdTokenType.KEY_CODE, IdTokenType.NO_AUTHORIZATION})  # PIN, empty
_COSTS = {
    TariffDimensionType.FLAT: "total_fixed_cost",
    TariffDimensionType.ENERGY: "total_energy_cost",
    TariffDimensionType.TIME: "total_time_cost",
    TariffDimensionType.PARKING_TIME: "total_parking_cost",
}


def document(cdr: Cdr) -> dict[str, Any]:
    """The OCPI CDR object; its numbers are Decimal."""
    facts = cdr.facts
    start, end = _span(facts)
    session = [period for period in cdr.rating.periods if not period.reserved]
    members = {
        "country_code": cdr.tariff["country_code"],
        "party_id": cdr.tariff["party_id"],
        "id": cdr.id,
        "start_date_time": to_text(start),
        "end_date_time": to_text(end),
        "session_id": facts.session_id,
        "cdr_token": _token(cdr),
        "auth_method": AuthMethod.WHITELIST.value,
        "cdr_location": _location(cdr),
        "currency": cdr.rating.bill.currency,
        "tariffs": [cdr.tariff],
        "signed_data": facts.signed.data,
        "charging_periods": list(_periods(cdr)),
        "total_cost": _price(cdr.rating.total),
        "total_energy": cdr.energy_kwh,
        "total_time": _hours(session),
        "total_parking_time": _hours(period for period in session if period.parking),
        "remark": facts.stopped_reason,
        "last_updated": to_text(cdr.issued_at),
    }
    return _given(members | dict(_costs(cdr.rating)))


def _span(facts: Facts) -> tuple[datetime, datetime]:
    """A CDR begins with the reservation, and ends with it where no session followed (P4)."""
    reserved = facts.reservation
    if reserved is None:
        return facts.started_at, facts.ended_at
    return reserved.from_instant, facts.ended_at if reserved.used else reserved.to_instant


def _token(cdr: Cdr) -> dict[str, str]:
    token = cdr.facts.id_token
    return {
        "country_code": cdr.tariff["country_code"],
        "party_id": cdr.tariff["party_id"],
        "uid": token.id_token if token and token.type not in _UNTOLD else _UNKNOWN,
        "type": _token_type(cdr.facts).value,
        "contract_id": token.id_token if token and token.type in _CONTRACT else _UNKNOWN,
    }


def _token_type(facts: Facts) -> TokenType:
    if facts.id_token is None or facts.is_ad_hoc:
        return TokenType.AD_HOC_USER
    return TokenType.RFID if facts.id_token.type in _RFID else TokenType.OTHER


def _location(cdr: Cdr) -> dict[str, Any]:
    facts = cdr.facts
    evse = None if facts.evse_id is None else f"{facts.station_id}-{facts.evse_id}"
    connector = None if facts.connector_id is None else str(facts.connector_id)
    return _given(
        {
            "id": cdr.site.id,
            "name": cdr.site.name,
            "country": cdr.site.country,
            "evse_uid": evse,
            "connector_id": connector,
        }
    )


def _periods(cdr: Cdr) -> Iterator[dict[str, Any]]:
    """Each dimension's volumes add up to its total, whatever its decimals lose."""
    periods = cdr.rating.periods
    kinds = [_time_type(period) for period in periods]
    energies = cut_parts((period.energy_wh / 1000 for period in periods), DIGITS)
    hours = {kind: _parts(kind, kinds, periods) for kind in set(kinds)}
    for period, kind, energy in zip(periods, kinds, energies, strict=True):
        start = cdr.facts.started_at + timedelta(milliseconds=floor(period.from_ms))
        measured = {"type": CdrDimensionType.ENERGY.value, "volume": energy}
        timed = {"type": kind.value, "volume": next(hours[kind])}
        yield {
            "start_date_time": to_text(start),
            "dimensions": [timed] if period.reserved else [measured, timed],
            "tariff_id": cdr.tariff["id"],
        }


def _time_type(period: Period) -> CdrDimensionType:
    if period.reserved:
        return CdrDimensionType.RESERVATION_TIME
    return CdrDimensionType.PARKING_TIME if period.parking else CdrDimensionType.TIME


def _parts(
    kind: CdrDimensionType, kinds: Iterable[CdrDimensionType], periods: Iterable[Period]
) -> Iterator[Decimal]:
    """The hours of the periods of that kind."""
    return cut_parts(
        (p.seconds / _HOUR_S for p, known in zip(periods, kinds, strict=True) if known is kind),
        DIGITS,
    )


def _costs(rating: Rating) -> Iterator[tuple[str, dict[str, Decimal]]]:
    for dimension, member in _COSTS.items():
        cost = rating.cost(dimension)
        if cost is not None:
            yield member, _price(cost)
    if rating.reservation_cost is not None:
        yield "total_reservation_cost", _price(rating.reservation_cost)


def _price(cost: Cost) -> dict[str, Decimal]:
    price = {"excl_vat": half_up(cost.net, DIGITS)}
    return price if cost.gross is None else price | {"incl_vat": half_up(cost.gross, DIGITS)}


def _hours(periods: Iterable[Period]) -> Decimal:
    return cut(total(period.seconds for period in periods) / _HOUR_S, DIGITS)


def _given(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
