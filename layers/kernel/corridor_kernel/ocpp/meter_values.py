"""MeterValueType of OCPP 2.0.1: sampled values to an energy register in Wh (R-TX-13).

Nothing here refuses: what cannot be read is left out and told, for a transaction event must be
kept whatever is in it (R-RPC-12).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from corridor_kernel.times import readable
from corridor_kernel.units import Wh

BEGIN: Final = "Transaction.Begin"
END: Final = "Transaction.End"
PERIODIC: Final = "Sample.Periodic"

_REGISTER = "Energy.Active.Import.Register"
_CURRENT = "Current.Import"
_OUTLET = "Outlet"
_WH = {"Wh": Decimal(1), "kWh": Decimal(1000), "MWh": Decimal(1_000_000)}
_MULTIPLIERS = range(-9, 10)
_PHASES = {"": "", "L1": "L1", "L2": "L2", "L3": "L3", "L1-N": "L1", "L2-N": "L2", "L3-N": "L3"}
_LARGEST = Decimal(10) ** 15
_SMALLEST = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Sample:
    """What a meter showed at one instant in one context.

    `register_wh` is the energy imported at the outlet; `others` maps every other measurand
    (`Power.Active.Import`, `Voltage.L1-N`, `SoC@EV`) to its value and unit (`"11000 W"`).
    """

    instant: datetime
    context: str
    register_wh: Wh | None
    others: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Value:
    measurand: str
    context: str
    location: str
    phase: str
    value: Decimal
    unit: str

    @property
    def name(self) -> str:
        phase = f".{self.phase}" if self.phase else ""
        return self.measurand + phase + (f"@{self.location}" if self.location != _OUTLET else "")

    @property
    def is_register(self) -> bool:
        is_energy = self.measurand == _REGISTER and self.unit in _WH
        return is_energy and self.location == _OUTLET and self.phase in _PHASES


def read(meter_values: object) -> tuple[tuple[Sample, ...], bool]:
    """The samples of a `meterValue` member in their order, and whether all of it was readable."""
    if meter_values is None:
        return (), True
    samples: list[Sample] = []
    readable_all = isinstance(meter_values, list)
    for meter_value in meter_values if isinstance(meter_values, list) else ():
        found = list(_samples(meter_value))
        samples += [sample for sample in found if sample is not None]
        readable_all = readable_all and None not in found
    return tuple(samples), readable_all


def current_a(sample: Sample) -> Decimal | None:
    """The current that the vehicle draws, summed over the phases, in A; None if it is not told.

    Without any phase a value without one counts: it is the only one there is.
    """
    told = {
        _PHASES.get(name.removeprefix(_CURRENT).removeprefix(".")): ampere
        for name, text in sample.others.items()
        if name.startswith(_CURRENT) and (ampere := _ampere(text)) is not None
    }
    phases = [told[phase] for phase in ("L1", "L2", "L3") if phase in told]
    return sum(phases, Decimal(0)) if phases else told.get("")


def _samples(meter_value: object) -> Iterator[Sample | None]:
    """One sample for each context of one MeterValueType; None for what cannot be read."""
    members = meter_value if isinstance(meter_value, Mapping) else {}
    instant, sampled = readable(members.get("timestamp")), members.get("sampledValue")
    if instant is None or not isinstance(sampled, list):
        yield None
        return
    values = [_value(entry) for entry in sampled if not _is_signature_alone(entry)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        yield None
    for context in dict.fromkeys(value.context for value in known):
        here = [value for value in known if value.context == context]
        others = [v for v in here if v.phase or not v.is_register]
        texts = {value.name: f"{value.value:f} {value.unit}".strip() for value in others}
        yield Sample(instant, context, _register(here), texts)


def _is_signature_alone(entry: object) -> bool:
    """A signed reading whose number stands only within its signature, as 1.6 sends them."""
    return isinstance(entry, Mapping) and "signedMeterValue" in entry and "value" not in entry


def _register(values: list[_Value]) -> Wh | None:
    """The register as a whole, else the sum of its phases (RegisterValuesWithoutPhases)."""
    registers = {_PHASES[v.phase]: v.value * _WH[v.unit] for v in values if v.is_register}
    if "" in registers:
        return Wh(registers[""])
    phases = [registers[phase] for phase in ("L1", "L2", "L3") if phase in registers]
    return Wh(sum(phases, Decimal(0))) if phases else None


def _value(entry: object) -> _Value | None:
    members = entry if isinstance(entry, Mapping) else {}
    number = _number(members.get("value"))
    unit_of_measure = members.get("unitOfMeasure", {})
    if number is None or not isinstance(unit_of_measure, Mapping):
        return None
    multiplier = unit_of_measure.get("multiplier", 0)
    if type(multiplier) is not int or multiplier not in _MULTIPLIERS:
        return None
    measurand = _text(members, "measurand", _REGISTER)
    return _Value(
        measurand=measurand,
        context=_text(members, "context", PERIODIC),
        location=_text(members, "location", _OUTLET),
        phase=_text(members, "phase", ""),
        value=number.scaleb(multiplier),
        unit=_text(unit_of_measure, "unit", "Wh" if measurand.startswith("Energy.") else ""),
    )


def _number(value: object) -> Decimal | None:
    """A number, also one that came as text, without the noise of floats; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    if not number.is_finite() or not -_LARGEST < number < _LARGEST:
        return None
    # Not a number of 300 decimals: every value is kept, and an item has its limit.
    return number.quantize(_SMALLEST).normalize() if number != number.to_integral() else number


def _ampere(text: str) -> Decimal | None:
    value, _, unit = text.partition(" ")
    return Decimal(value) if unit in {"A", ""} and not value.startswith("-") else None


def _text(members: Mapping[str, Any], name: str, default: str) -> str:
    value = members.get(name, default)
    return value if isinstance(value, str) else default
