"""What each period adds to the bill, and the rounding up to steps (P1, P2, P5)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.exact import total
from pricing.domain.periods import Period
from pricing.domain.tariff import PriceComponent


@dataclass(frozen=True, slots=True)
class Charge:
    """One component over one period (its index): Wh, seconds, or 1 for FLAT."""

    period: int
    component: PriceComponent
    volume: Fraction

    @property
    def amount(self) -> Fraction:
        """Excluding VAT, exact, in the tariff's currency."""
        return self.component.net_per_unit * self.volume


def charges_of(periods: Sequence[Period]) -> tuple[Charge, ...]:
    """What is charged, in order of time, with the steps added: a reservation has its own (P4)."""
    charges = list(_used(periods))
    reserved = [charge for charge in charges if periods[charge.period].reserved]
    return (*_stepped_up(reserved), *_stepped_up(charges[len(reserved) :]))


def _used(periods: Iterable[Period]) -> Iterator[Charge]:
    for index, period in enumerate(periods):
        for dimension, component in period.components.items():
            volume = period.volume(dimension)
            if volume:
                yield Charge(index, component, volume)


def _stepped_up(used: Iterable[Charge]) -> list[Charge]:
    charges = list(_once_flat(used))
    for dimension in _stepped(charges):
        _round_up(charges, dimension)
    return charges


def _once_flat(charges: Iterable[Charge]) -> Iterator[Charge]:
    """A FLAT is charged once: the first that is active."""
    charged = False
    for charge in charges:
        if charge.component.type is Dimension.FLAT:
            if charged:
                continue
            charged = True
        yield charge


def _stepped(charges: Iterable[Charge]) -> tuple[Dimension, Dimension]:
    """ENERGY, and the one of the two times whose total is rounded up (P5)."""
    priced = {charge.component.type for charge in charges if charge.component.net_per_unit}
    parked = Dimension.PARKING_TIME in priced
    return Dimension.ENERGY, Dimension.PARKING_TIME if parked else Dimension.TIME


def _round_up(charges: list[Charge], dimension: Dimension) -> None:
    """Put what fills the last step at the last price, with that one's step: free is no price."""
    used = [index for index, charge in enumerate(charges) if charge.component.type is dimension]
    priced = [index for index in used if charges[index].component.net_per_unit]
    if not priced:
        return
    volume = total(charges[index].volume for index in used)
    last = charges[priced[-1]]
    step = last.component.step_size
    surplus = ceil(volume / step) * step - volume
    charges[priced[-1]] = replace(last, volume=last.volume + surplus)
