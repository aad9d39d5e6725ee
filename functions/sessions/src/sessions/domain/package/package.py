"""What a driver is told of a session: what was measured, what it cost, how that can be checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sessions.domain.meter_key import MeterKey
from sessions.domain.ocmf.assessment import Assessment, Register
from sessions.domain.ocmf.key import PublicKey
from sessions.domain.ocmf.reading import Reading
from sessions.domain.ocmf.record import Record


@dataclass(frozen=True, slots=True)
class Bill:
    """The CDR as it stands, after all corrections; amounts in the currency's minor unit."""

    cdr_id: str
    currency: str
    total_excl_vat: Decimal
    total_incl_vat: Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    """`signed` are the records that are here as they were stored, each with its key.

    `altered` counts those that are not, `left_out` those that are too many for one file.
    """

    assessment: Assessment
    signed: tuple[tuple[Record, PublicKey | None], ...]
    keys: tuple[MeterKey, ...]
    altered: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Package:
    """Of one session; `bill` is None where nothing was billed."""

    session_id: str
    station_id: str
    evse_id: int | None
    measured: Measured
    bill: Bill | None

    @property
    def energy_wh(self) -> Decimal | None:
        """By the signed registers."""
        begin, end = self.measured.assessment.begin, self.measured.assessment.end
        return end.wh - begin.wh if begin and end else None

    @property
    def charge_point(self) -> str:
        """The EVSE in the meter's own words, empty if it has none."""
        return next((r.charge_point[1] for r, _ in self.measured.signed if r.charge_point[1]), "")

    @property
    def meter_serial(self) -> str:
        """As signed, or as the operator registered it."""
        signed = (r.meter_serial or r.gateway_serial for r, _ in self.measured.signed)
        registered = (key.meter_serial or "" for key in self.measured.keys)
        return next(filter(None, [*signed, *registered]), "")


def reading_of(register: Register, records: Iterable[Record]) -> Reading | None:
    """The register in the meter's own words: its clock, its digits and its unit (R-EI-2)."""
    readings = (reading for record in records for reading in record.readings)
    wanted = (register.at, register.wh)
    return next((one for one in readings if (one.instant, one.wh) == wanted), None)


def clock_of(reading: Reading) -> datetime | None:
    """Its instant with the offset that the meter wrote."""
    if reading.instant is None:
        return None
    return datetime.fromisoformat(reading.at.strip().removesuffix(reading.time_status).strip())
