"""What a valid pair of signed readings changes in the facts of a session (R-EI-2, SMV 2.3.2).

The signed registers are what is billed wherever they are valid. Times stay those of the station's
events here: which of the two counts depends on the country, and pricing knows that.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from corridor_kernel.times import to_text
from sessions.domain.ocmf.assessment import Assessment, Register
from sessions.domain.registers import united

REGISTER_DIFFERS: Final = "signed_register_differs"


def with_signed(
    facts: Mapping[str, Any], assessment: Assessment, signed_data: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The facts with `signed`, and with the registers of a valid pair; `signed_data` is OCPI's."""
    signed: dict[str, Any] = {
        "state": assessment.state.value,
        "findings": [finding.value for finding in assessment.findings],
    } | ({"signed_data": signed_data} if signed_data else {})
    begin, end = assessment.begin, assessment.end
    if begin is None or end is None:
        return {**facts, "signed": signed}
    signed |= {"begin": _told(begin), "end": _told(end)}
    signed["time_synchronised"] = assessment.time_synchronised
    signed["time_certified"] = assessment.time_certified
    billed = _billed(facts, begin.wh, end.wh) if assessment.is_billable else {}
    return {**facts, **billed, "signed": signed}


def _billed(facts: Mapping[str, Any], begin: Decimal, end: Decimal) -> dict[str, Any]:
    """Registers, energy and both ends of the curve."""
    unsigned = Decimal(facts["meter_start_wh"]), Decimal(facts["meter_stop_wh"])
    differs = any(
        abs(one - other) >= _resolution(one)
        for one, other in zip((begin, end), unsigned, strict=True)
    )
    (first, _), *between, (last, _) = facts["telemetry"]
    inner = [entry for entry in between if begin <= Decimal(entry[1]) <= end]
    return {
        "meter_start_wh": _text(begin),
        "meter_stop_wh": _text(end),
        "energy_wh": _text(end - begin),
        "telemetry": [[first, _text(begin)], *inner, [last, _text(end)]],
        "flags": list(united(facts["flags"], [REGISTER_DIFFERS] if differs else [])),
    }


def _resolution(wh: Decimal) -> Decimal:
    """The last digit that the meter signs: what is told beside it may be finer."""
    exponent = wh.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _told(register: Register) -> dict[str, str | None]:
    at = to_text(register.at) if register.at else None
    return {"at": at, "wh": _text(register.wh)}


def _text(wh: Decimal) -> str:
    return format(wh, "f")
