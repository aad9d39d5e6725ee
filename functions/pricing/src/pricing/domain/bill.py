"""From exact amounts to what is paid: limits (P7), then one rounding per VAT rate (P8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from corridor_kernel.money import minor_unit_digits
from pricing.domain.exact import half_up, total
from pricing.domain.tariff import PriceLimit, Tariff

Rate = Decimal | None
Amounts = Mapping[Rate, Fraction]


@dataclass(frozen=True, slots=True)
class VatLine:
    """What is paid at one VAT rate (percent; None: no VAT applies), in whole minor units."""

    rate: Rate
    excl_vat: Decimal
    incl_vat: Decimal

    @property
    def vat(self) -> Decimal:
        """What a receipt shows beside the two: so that they always add up."""
        return self.incl_vat - self.excl_vat


@dataclass(frozen=True, slots=True)
class Bill:
    """`net` and `gross` are exact and within the limits; the lines are what is paid."""

    currency: str
    net: Fraction
    gross: Fraction
    lines: tuple[VatLine, ...]

    @property
    def excl_vat(self) -> Decimal:
        return sum((line.excl_vat for line in self.lines), Decimal(0))

    @property
    def incl_vat(self) -> Decimal:
        return sum((line.incl_vat for line in self.lines), Decimal(0))


def with_vat(net: Fraction, rate: Rate) -> Fraction:
    """The gross amount, exact."""
    return net if rate is None else net * (1 + Fraction(rate) / 100)


def bill_of(nets: Amounts, tariff: Tariff) -> Bill:
    """The bill over exact net amounts, one for each VAT rate (at least one)."""
    nets, grosses = _limited(nets, _grosses(nets), tariff.min_price, max)
    nets, grosses = _limited(nets, grosses, tariff.max_price, min)
    digits = minor_unit_digits(tariff.currency)
    low, high = tariff.min_price, tariff.max_price
    excl = _rounded(nets, digits, low.excl_vat if low else None, high.excl_vat if high else None)
    incl = _rounded(grosses, digits, low.incl_vat if low else None, high.incl_vat if high else None)
    lines = tuple(VatLine(rate, excl[rate], incl[rate]) for rate in nets)
    return Bill(tariff.currency, total(nets.values()), total(grosses.values()), lines)


def _limited(
    nets: Amounts,
    grosses: Amounts,
    limit: PriceLimit | None,
    pick: Callable[[Fraction, Fraction], Fraction],
) -> tuple[Amounts, Amounts]:
    """Both totals held to the limit, each by itself (P7); every rate keeps its share."""
    if limit is None:
        return nets, grosses
    bounded = _scaled(nets, pick(total(nets.values()), Fraction(limit.excl_vat)))
    if limit.incl_vat is not None:
        target = pick(total(grosses.values()), Fraction(limit.incl_vat))
        return bounded, _scaled(grosses, target)
    return bounded, grosses if bounded == nets else _grosses(bounded)


def _rounded(
    amounts: Amounts, digits: int, low: Decimal | None, high: Decimal | None
) -> dict[Rate, Decimal]:
    """Each amount half up; if that carries the sum over a limit, the largest gives way."""
    rounded = {rate: half_up(amount, digits) for rate, amount in amounts.items()}
    paid = sum(rounded.values(), Decimal(0))
    bounded = paid
    if low is not None:
        bounded = max(bounded, half_up(Fraction(low), digits))
    if high is not None:
        bounded = min(bounded, half_up(Fraction(high), digits))
    largest = max(rounded, key=lambda rate: rounded[rate])
    return rounded | {largest: rounded[largest] + bounded - paid}


def _scaled(amounts: Amounts, target: Fraction) -> Amounts:
    due = total(amounts.values())
    if due == target:
        return amounts
    if due == 0:
        first, *others = amounts
        return {first: target} | dict.fromkeys(others, Fraction(0))
    return {rate: amount * target / due for rate, amount in amounts.items()}


def _grosses(nets: Amounts) -> Amounts:
    return {rate: with_vat(net, rate) for rate, net in nets.items()}
