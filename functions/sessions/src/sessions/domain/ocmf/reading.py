"""A reading of a record: what the meter showed, when, and why it was read (OCMF table 7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from sessions.domain.ocmf.members import number, text

BEGIN: Final = "B"
ENDS: Final = frozenset("ELRAP")
EXCEPTION: Final = "X"

_TIME_STATUSES: Final = frozenset("UISR")
_FACTORS: Final = {"kwh": Decimal(1000), "wh": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Reading:
    """`at` is the time as written, `instant` what it means, None if it cannot be read.

    `time_status` is one of U I S R; `transaction` one of B C X E L R A P S T; both may be empty.
    `value` keeps the digits of the meter (R-EI-2); `wh` is None for what is no energy.
    """

    at: str
    instant: datetime | None
    time_status: str
    transaction: str
    value: Decimal | None
    unit: str
    obis: str
    error_flags: str
    status: str

    @property
    def is_energy(self) -> bool:
        return self.unit.lower() in _FACTORS

    @property
    def wh(self) -> Decimal | None:
        factor = _FACTORS.get(self.unit.lower())
        return None if self.value is None or factor is None else self.value * factor


def readings(written: Iterable[Mapping[str, Any]]) -> tuple[Reading, ...]:
    """The readings of RD; what one of them leaves out it has from the one before it."""
    carried: dict[str, Any] = {}
    found = []
    for members in written:
        carried |= {name: value for name, value in members.items() if value is not None}
        found.append(_reading(carried))
    return tuple(found)


def _reading(members: Mapping[str, Any]) -> Reading:
    at = text(members.get("TM"))
    moment, _, status = at.strip().rpartition(" ")
    if status not in _TIME_STATUSES:
        moment, status = at.strip(), ""
    return Reading(
        at=at,
        instant=_instant(moment),
        time_status=status,
        transaction=text(members.get("TX")).strip().upper(),
        value=number(members.get("RV")),
        unit=text(members.get("RU")).strip(),
        obis=text(members.get("RI")).strip(),
        error_flags=text(members.get("EF")).strip(),
        status=text(members.get("ST")).strip(),
    )


def _instant(moment: str) -> datetime | None:
    """UTC, to the millisecond; without an offset it is no instant."""
    try:
        instant = datetime.fromisoformat(moment)
        if instant.tzinfo is None:
            return None
        utc = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)
