"""Versions of tariffs: which one is in effect where, from when on (P9).

A version is never changed. Within one tariff a later effective version replaces an earlier one,
at the targets that it names and at those that it no longer names. At a target the tariff that
took effect last counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.events import Event
from corridor_kernel.ocpi.text import plain
from corridor_kernel.times import from_text, to_text
from pricing.domain.targets import Target


@dataclass(frozen=True, slots=True)
class Version:
    """`document` is the OCPI Tariff object, derived from the `price_book` if there is one (P8)."""

    document: Mapping[str, Any]
    assigned_to: tuple[Target, ...]
    number: int
    effective_from: datetime
    created_at: datetime
    price_book: Mapping[str, Any] | None = None

    @property
    def tariff_id(self) -> str:
        return str(self.document["id"])

    @property
    def key(self) -> str:
        """One key for all spellings of the tariff's id (T11)."""
        return key_of(self.tariff_id)


@dataclass(frozen=True, slots=True)
class Placement:
    """From `since` on the version's tariff is in effect at a target, or no longer."""

    target: Target
    since: datetime
    in_effect: bool


def key_of(tariff_id: str) -> str:
    return tariff_id.casefold()


def effective_from(start: datetime | None, now: datetime) -> datetime:
    """A version counts from its start, but never before it was known."""
    return now if start is None else max(start, now)


def placements(
    version: Version, before: Version | None, after: Version | None
) -> Iterator[Placement]:
    """What a new version changes, between the versions in effect before and after it.

    The first version of a tariff may start in the past: it counts there for sessions that are not
    rated yet and that no other tariff covers.
    """
    since = version.effective_from
    for target in version.assigned_to:
        yield Placement(target, since, True)
        start = version.document.get("start_date_time")
        if version.number == 1 and start is not None and from_text(start) < since:
            yield Placement(target, from_text(start), True)
    for target in dropped(before, version):
        yield Placement(target, since, False)
    if after is not None:
        for target in dropped(version, after):
            yield Placement(target, after.effective_from, False)


def dropped(before: Version | None, after: Version) -> list[Target]:
    """The targets that a version no longer names."""
    named = {target.key for target in after.assigned_to}
    return [target for target in before.assigned_to if target.key not in named] if before else []


def tariff_changed(version: Version, before: Version | None) -> Event:
    """`before` is the version that it replaces."""
    return Event(
        source="corridor.pricing",
        name="TariffChanged",
        id=f"TariffChanged/{version.key}/{version.number}",
        time=version.created_at,
        data={
            "tariff_id": version.tariff_id,
            "assigned_to": [target.view for target in version.assigned_to],
            "withdrawn_from": [target.view for target in dropped(before, version)],
        },
    )


def view(version: Version) -> dict[str, Any]:
    """What operators see."""
    shown = {
        "tariff_id": version.tariff_id,
        "version": version.number,
        "effective_from": to_text(version.effective_from),
        "created_at": to_text(version.created_at),
        "assigned_to": [target.view for target in version.assigned_to],
        "tariff": plain(version.document),
    }
    book = version.price_book
    return shown if book is None else shown | {"price_book": plain(book)}
