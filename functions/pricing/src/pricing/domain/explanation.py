"""Why a price: each period, the element that matched, the arithmetic, and what is rounded.

Amounts are texts in the tariff's currency. Those of single charges have six decimals and are cut
so that they add up, for each VAT rate, to what stands before its rounding.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta, tzinfo
from decimal import Decimal
from math import floor
from typing import Any, Final

from corridor_kernel.money import minor_unit_digits
from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from corridor_kernel.times import to_text
from pricing.domain.bill import Rate, VatLine, with_vat
from pricing.domain.charge_words import arithmetic, volume_text, why, why_not
from pricing.domain.charges import Charge
from pricing.domain.exact import cut, cut_parts
from pricing.domain.facts import Facts
from pricing.domain.limit_words import limit
from pricing.domain.periods import Period
from pricing.domain.rating import Rating

DIGITS: Final = 6

Amount = tuple[Decimal, Decimal]


def explain(
    facts: Facts, tariff: Mapping[str, Any], rating: Rating, zone: tzinfo
) -> dict[str, Any]:
    """`tariff` is the OCPI object whose elements the charges name by their index."""
    amounts = _amounts(rating.charges)
    return {
        "currency": rating.bill.currency,
        "time_zone": str(zone),
        "periods": [
            _period(index, facts, tariff, rating, amounts, zone)
            for index in range(len(rating.periods))
        ],
        "limit": limit(rating, DIGITS),
        "vat": [_line(line, rating, amounts) for line in rating.bill.lines],
        "total_excl_vat": str(rating.bill.excl_vat),
        "total_incl_vat": str(rating.bill.incl_vat),
    }


def _amounts(charges: Sequence[Charge]) -> list[Amount]:
    """What each charge adds without and with VAT."""
    parts: dict[Rate, Iterator[Amount]] = {}
    for rate in {charge.component.vat for charge in charges}:
        nets = [charge.amount for charge in charges if charge.component.vat == rate]
        grosses = [with_vat(net, rate) for net in nets]
        parts[rate] = zip(cut_parts(nets, DIGITS), cut_parts(grosses, DIGITS), strict=True)
    return [next(parts[charge.component.vat]) for charge in charges]


def _period(
    index: int,
    facts: Facts,
    tariff: Mapping[str, Any],
    rating: Rating,
    amounts: Sequence[Amount],
    zone: tzinfo,
) -> dict[str, Any]:
    period = rating.periods[index]
    start, end = (
        facts.started_at + timedelta(milliseconds=floor(ms))
        for ms in (period.from_ms, period.to_ms)
    )
    charged = [
        _charge(charge, period, tariff, rating.bill.currency, amount)
        for charge, amount in zip(rating.charges, amounts, strict=True)
        if charge.period == index
    ]
    return {
        "from": to_text(start),
        "to": to_text(end),
        "local_from": start.astimezone(zone).isoformat(timespec="milliseconds"),
        "reserved": period.reserved,
        "parking": period.parking,
        "energy_kwh": str(cut(period.energy_wh / 1000, DIGITS)),
        "seconds": str(cut(period.seconds, 3)),
        "charges": charged,
        "not_charged": list(_not_charged(period)),
    }


def _charge(
    charge: Charge, period: Period, tariff: Mapping[str, Any], currency: str, amount: Amount
) -> dict[str, Any]:
    component = charge.component
    measured = period.volume(component.type)
    return {
        "dimension": component.type.value,
        "element": component.element,
        "why": why(component, tariff["elements"][component.element]),
        "measured": volume_text(component.type, measured),
        "volume": volume_text(component.type, charge.volume),
        "step_size": component.step_size,
        "price_excl_vat": str(component.price),
        "price_incl_vat": None if component.gross is None else str(component.gross),
        "vat": None if component.vat is None else str(component.vat),
        "excl_vat": str(amount[0]),
        "incl_vat": str(amount[1]),
        "arithmetic": arithmetic(charge, measured, currency, amount),
    }


def _not_charged(period: Period) -> Iterator[dict[str, str]]:
    """What was measured and has no price: FLAT is no measure."""
    for dimension in Dimension:
        volume = period.volume(dimension)
        if volume and dimension is not Dimension.FLAT and dimension not in period.components:
            yield {
                "dimension": dimension.value,
                "volume": volume_text(dimension, volume),
                "why": why_not(dimension),
            }


def _line(line: VatLine, rating: Rating, amounts: Sequence[Amount]) -> dict[str, Any]:
    """What is rounded, once for each VAT rate (P8)."""
    own = [
        amount
        for charge, amount in zip(rating.charges, amounts, strict=True)
        if charge.component.vat == line.rate
    ]
    exact = [sum((part[side] for part in own), Decimal(0).scaleb(-DIGITS)) for side in (0, 1)]
    digits, currency = minor_unit_digits(rating.bill.currency), rating.bill.currency
    return {
        "rate": None if line.rate is None else str(line.rate),
        "charges_excl_vat": str(exact[0]),
        "charges_incl_vat": str(exact[1]),
        "excl_vat": str(line.excl_vat),
        "incl_vat": str(line.incl_vat),
        "arithmetic": f"{exact[0]} and with VAT {exact[1]} {currency}, within the limits,"
        f" rounded half up to {digits} decimals: {line.excl_vat} and {line.incl_vat}",
    }
