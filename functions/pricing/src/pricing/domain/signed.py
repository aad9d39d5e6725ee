"""What a session's meter has signed, as far as a bill depends on it; sessions has verified it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.times import from_text

_VALID = frozenset({"valid", "valid_with_findings"})


@dataclass(frozen=True, slots=True)
class Signed:
    """State and findings of the pair, and the instants that it bears; None where it bears none.

    `data` is the OCPI SignedData object (R-EI-11).
    """

    state: str = "absent"
    findings: tuple[str, ...] = ()
    begin_at: datetime | None = None
    end_at: datetime | None = None
    time_synchronised: bool = False
    time_certified: bool = False
    data: Mapping[str, Any] | None = None

    @property
    def is_valid(self) -> bool:
        return self.state in _VALID

    @property
    def times(self) -> tuple[datetime, datetime] | None:
        """Begin and end by the meter's clock, None unless a valid pair bears synchronised ones."""
        if self.is_valid and self.time_synchronised and self.begin_at and self.end_at:
            return self.begin_at, max(self.begin_at, self.end_at)
        return None


UNSIGNED = Signed()


def signed_of(given: Mapping[str, Any] | None) -> Signed:
    """The member `signed` of a session's facts; ValueError or KeyError if that is broken."""
    if not given:
        return UNSIGNED
    return Signed(
        state=given["state"],
        findings=tuple(given["findings"]),
        begin_at=_instant(given.get("begin")),
        end_at=_instant(given.get("end")),
        time_synchronised=bool(given.get("time_synchronised")),
        time_certified=bool(given.get("time_certified")),
        data=given.get("signed_data"),
    )


def _instant(register: Mapping[str, Any] | None) -> datetime | None:
    at = register.get("at") if register else None
    return from_text(at) if at else None
