"""Facts and tariff in, periods and charges and the bill out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from fractions import Fraction

from corridor_kernel.ocpi.enums import TariffDimensionType
from pricing.domain.bill import Bill, Rate, bill_of, with_vat
from pricing.domain.charges import Charge, charges_of
from pricing.domain.exact import total
from pricing.domain.facts import Facts
from pricing.domain.periods import Period, periods_of
from pricing.domain.reservations import reserved_periods
from pricing.domain.tariff import Tariff


@dataclass(frozen=True, slots=True)
class Cost:
    """An exact amount; `gross` is None where no VAT applies."""

    net: Fraction
    gross: Fraction | None


@dataclass(frozen=True, slots=True)
class Rating:
    """A reservation's periods and charges come first; each charge names its period's index."""

    periods: tuple[Period, ...]
    charges: tuple[Charge, ...]
    bill: Bill

    @property
    def total(self) -> Cost:
        """What the session costs, within the tariff's limits, before it is rounded."""
        has_vat = any(line.rate is not None for line in self.bill.lines)
        return Cost(self.bill.net, self.bill.gross if has_vat else None)

    def cost(self, dimension: TariffDimensionType) -> Cost | None:
        """What a dimension of the session adds, before the limits; None if it was not charged."""
        return _cost([c for c in self._of(reserved=False) if c.component.type is dimension])

    @property
    def reservation_cost(self) -> Cost | None:
        """What the reservation adds, fixed costs too, before the limits; None if nothing (P4)."""
        return _cost(self._of(reserved=True))

    def _of(self, *, reserved: bool) -> list[Charge]:
        return [c for c in self.charges if self.periods[c.period].reserved is reserved]


def rate(facts: Facts, tariff: Tariff, zone: tzinfo) -> Rating:
    """Rate a session with its reservation, or a reservation that expired; `zone` is the site's.

    A minimum price is a session's: who did not come owes what the reservation costs.
    """
    periods = reserved_periods(facts, tariff, zone)
    if facts.has_expired:
        tariff = replace(tariff, min_price=None)
    else:
        periods += periods_of(facts, tariff, zone)
    charges = charges_of(periods)
    return Rating(periods, charges, bill_of(_nets(charges, tariff), tariff))


def _cost(charges: Sequence[Charge]) -> Cost | None:
    if not charges:
        return None
    by_rate = _by_rate(charges)
    gross = total(with_vat(net, rate) for rate, net in by_rate.items())
    has_vat = any(rate is not None for rate in by_rate)
    return Cost(total(by_rate.values()), gross if has_vat else None)


def _nets(charges: Iterable[Charge], tariff: Tariff) -> dict[Rate, Fraction]:
    # A minimum price is owed even where nothing was charged: at the session's first VAT rate.
    first, *_ = tariff.elements_of(None) or tariff.elements
    return _by_rate(charges) or {first.components[0].vat: Fraction(0)}


def _by_rate(charges: Iterable[Charge]) -> dict[Rate, Fraction]:
    """Exact net amounts by VAT rate, in the order of time."""
    amounts: dict[Rate, list[Fraction]] = {}
    for charge in charges:
        amounts.setdefault(charge.component.vat, []).append(charge.amount)
    return {rate: total(parts) for rate, parts in amounts.items()}
