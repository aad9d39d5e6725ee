"""Signed meter values as a station sent them: the field of the message, character by character.

What is signed is stored before it is understood (R-EI-1), so nothing here refuses: whatever is in
a `signedMeterValue` is kept, and what it is worth is found out later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from corridor_kernel.ocpp.meter_values import PERIODIC
from corridor_kernel.times import readable
from sessions.domain.ocmf.record import Record

_UNSET: Final = "U"
_OLDEST: Final = datetime(2015, 1, 1, tzinfo=UTC)
"""Before OCMF no meter signed."""
_AHEAD: Final = timedelta(days=1)
_DEFAULTS: Final = {"context": PERIODIC, "encodingMethod": "", "publicKey": ""}


@dataclass(frozen=True, slots=True)
class SignedValue:
    """One SignedMeterValueType with the context and the instant of the reading that it signs."""

    data: str
    context: str
    at: str
    encoding_method: str
    public_key: str

    @property
    def sha256(self) -> str:
        """Of the field as it came, as UTF-8, in hex."""
        return sha256(self.data.encode()).hexdigest()


def signed_values(payload: Mapping[str, Any]) -> Iterator[SignedValue]:
    """Every signed value of a TransactionEvent, in the message's order."""
    for meter_value in _objects(payload.get("meterValue")):
        at = meter_value.get("timestamp")
        for sampled in _objects(meter_value.get("sampledValue")):
            signed = sampled.get("signedMeterValue")
            if not isinstance(signed, Mapping):
                continue
            data = signed.get("signedMeterData")
            if isinstance(data, str) and data:
                told = {**sampled, **signed}
                context, encoding, key = (_text(told, name) for name in _DEFAULTS)
                yield SignedValue(data, context, at if isinstance(at, str) else "", encoding, key)


def read_at(record: Record, told: str, received_at: datetime) -> datetime:
    """When it was read: its key is that of this instant (R-EI-13).

    By the clock of its meter, or of the station (`told`) where nobody has set that of the meter,
    or it shows what cannot be.
    """
    by_meter = (one.instant for one in record.readings if one.time_status != _UNSET)
    possible = (at for at in by_meter if at and _OLDEST <= at <= received_at + _AHEAD)
    return next(possible, None) or readable(told) or received_at


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else _DEFAULTS[name]


def _objects(entries: object) -> Iterator[Mapping[str, Any]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping):
            yield entry
