"""The gate of the invoice: what a bill is made of where meters have to sign (R-EI-7, R-EI-8)."""

from dataclasses import replace
from decimal import Decimal

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.facts import Facts
from pricing.domain.metering import Metering
from pricing.domain.selection import Components
from pricing.domain.tariff import Element, PriceComponent, Tariff

_UNTIMED = (Dimension.ENERGY, Dimension.FLAT)


class NoValidSignedValues(Exception):
    """No pair of signed readings stands for the energy: nothing is billed, nothing estimated."""


def check_pair(facts: Facts, policy: Metering) -> None:
    """Raises NoValidSignedValues; a reservation that nobody used measured nothing.

    Nor did a session without energy whose meter signed nothing: it owes nothing (`owes_nothing`).
    """
    if not policy.pair_required or facts.has_expired or owes_nothing(facts, policy):
        return
    signed = facts.signed
    blocking = [finding for finding in signed.findings if finding in policy.blocking_findings]
    if not signed.is_valid or blocking:
        why = ", ".join(blocking or signed.findings)
        raise NoValidSignedValues(f"{signed.state}: {why}" if why else signed.state)


def owes_nothing(facts: Facts, policy: Metering) -> bool:
    """Whether no energy flowed and no signature says when: a plug that was put in and out."""
    no_energy = facts.is_measured and facts.energy_wh == 0 and facts.signed.state == "absent"
    return policy.pair_required and no_energy and not facts.has_expired


def timed_by(facts: Facts, policy: Metering) -> Facts:
    """The facts with the times that are billed: those of the meter where they count."""
    times = facts.signed.times if policy.signed_times else None
    return replace(facts, started_at=times[0], ended_at=times[1]) if times else facts


def at_the_start(tariff: Tariff, components: Components) -> Tariff:
    """The tariff without anything that a clock decides: energy and fee as they were at the start.

    `components` are those of the start. Of reservations only the fees stay.
    """
    session = tuple(components[each] for each in _UNTIMED if each in components)
    reserved = (
        replace(element, components=kept)
        for element in tariff.elements
        if element.reservation and (kept := _flat(element))
    )
    return replace(tariff, elements=(_unrestricted(session or _nothing(tariff)), *reserved))


def nought(tariff: Tariff) -> Tariff:
    """The tariff of a session that owes nothing, not even a minimum."""
    return replace(tariff, elements=(_unrestricted(_nothing(tariff)),), min_price=None)


def _flat(element: Element) -> tuple[PriceComponent, ...]:
    return tuple(each for each in element.components if each.type is Dimension.FLAT)


def _nothing(tariff: Tariff) -> tuple[PriceComponent, ...]:
    """Energy for nothing, at the VAT rate that a session's elements begin with."""
    first, *_ = tariff.elements_of(None) or tariff.elements
    return (replace(first.components[0], type=Dimension.ENERGY, price=Decimal(0), gross=None),)


def _unrestricted(components: tuple[PriceComponent, ...]) -> Element:
    return Element(components, clock=(), ranges=())
