"""MeterValue of 1.6 as MeterValueType of 2.0.1, signed values included (R-RPC-12).

What cannot be read is passed on as it is: the reader leaves it out and tells.
"""

import base64
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import orjson

REGISTER: Final = "Energy.Active.Import.Register"

_SIGNED: Final = "SignedData"
_OCMF: Final = "OCMF|"
_SIGNED_MEMBERS: Final = ("signedMeterData", "signingMethod", "encodingMethod", "publicKey")
_KEPT: Final = ("context", "measurand", "phase", "location")


def meter_values(told: object) -> list[Any]:
    """The `meterValue` or `transactionData` member; an empty list if it is none."""
    return [_meter_value(one) for one in told] if isinstance(told, list) else []


def register_value(timestamp: Any, wh: Any, context: str) -> dict[str, Any]:
    """The register that StartTransaction and StopTransaction carry, as a reading that is marked."""
    sampled = {"value": wh, "context": context, "measurand": REGISTER}
    return {"timestamp": timestamp, "sampledValue": [sampled]}


def _meter_value(one: Any) -> Any:
    sampled = one.get("sampledValue") if isinstance(one, Mapping) else None
    if not isinstance(sampled, list):
        return one
    entries = [entry for entry in sampled if not _is_signed(entry)]
    values = [_sampled_value(entry) for entry in entries]
    for entry in sampled:
        if _is_signed(entry):
            _attach(values, entry)
    return {"timestamp": one.get("timestamp"), "sampledValue": values}


def _sampled_value(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    value: dict[str, Any] = {"value": _number(entry.get("value"))}
    value |= {name: entry[name] for name in _KEPT if name in entry}
    if "unit" in entry:
        value["unitOfMeasure"] = {"unit": entry["unit"]}
    return value


def _number(text: Any) -> Any:
    """The number in a text, digit for digit; the text itself where a float would not hold it."""
    try:
        number = Decimal(text.strip())
    except (AttributeError, InvalidOperation):
        return text
    if not number.is_finite():
        return text
    if number == number.to_integral_value() and abs(number) < 2**53:
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else text


def _is_signed(entry: Any) -> bool:
    """By its format, or because it cannot be anything else (older firmware)."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("value"), str):
        return False
    return entry.get("format") == _SIGNED or entry["value"].startswith(_OCMF)


def _attach(values: list[Any], entry: Mapping[str, Any]) -> None:
    """To the plain reading that it signs, if there is one; else it stands without a number."""
    signed = signed_meter_value(entry["value"])
    for value in values:
        if isinstance(value, dict) and "signedMeterValue" not in value and _same(value, entry):
            value["signedMeterValue"] = signed
            return
    alone = {name: entry[name] for name in _KEPT if name in entry}
    values.append(alone | {"signedMeterValue": signed})


def _same(value: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    return all(
        value.get(name, default) == entry.get(name, default)
        for name, default in (
            ("context", "Sample.Periodic"),
            ("measurand", REGISTER),
            ("phase", ""),
            ("location", "Outlet"),
        )
    )


def signed_meter_value(text: str) -> dict[str, str]:
    """SignedMeterValueType out of a signed value's text (eichrecht.md §2).

    By the application note that is the type itself as JSON; older firmware sends the bare OCMF
    record or some other encoding, which is kept as it came.
    """
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError:
        told = None
    if isinstance(told, dict) and "signedMeterData" in told:
        return {name: str(told.get(name, "")) for name in _SIGNED_MEMBERS}
    is_ocmf = text.startswith(_OCMF)
    data = base64.b64encode(text.encode()).decode() if is_ocmf else text
    encoding = "OCMF" if is_ocmf else ""
    return dict(zip(_SIGNED_MEMBERS, (data, "", encoding, ""), strict=True))
