"""The public keys of an EVSE's meter: which one counts when (R-EI-6, R-EI-13)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from corridor_kernel.events import Event
from corridor_kernel.times import to_text
from sessions.domain.ocmf.verdict import Finding

SOURCE: Final = "corridor.sessions"

_OTHER_KEY: Final = {Finding.KEY_MISSING, Finding.KEY_UNCONFIRMED, Finding.KEY_CHANGED}


class KeySource(StrEnum):
    """Where a key was learned: of these only COMMISSIONING is believed at once."""

    COMMISSIONING = "commissioning"
    MESSAGE = "message"
    RECORD = "record"
    DEVICE_MODEL = "device_model"


@dataclass(frozen=True, slots=True)
class MeterKey:
    """Valid from an instant on until `valid_to`; `der` is a SubjectPublicKeyInfo in hex.

    Unconfirmed it verifies, but what it verifies is billed nowhere that asks for signed values.
    """

    fingerprint: str
    der: str
    curve: str
    source: KeySource
    valid_from: datetime
    valid_to: datetime | None = None
    meter_serial: str | None = None
    bnetza_id: str | None = None
    time_certified: bool = False
    confirmed: bool = False

    def is_valid_at(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


def key_at(keys: Iterable[MeterKey], at: datetime) -> MeterKey | None:
    """The confirmed key of that time: of several the one that came last."""
    valid = [key for key in keys if key.confirmed and key.is_valid_at(at)]
    return max(valid, key=lambda key: (key.valid_from, key.fingerprint), default=None)


def is_judged_by(
    registered: MeterKey | None, fingerprint: str | None, findings: Collection[str]
) -> bool:
    """Whether a verdict with its key and findings is the one that `registered` would lead to."""
    if registered is None:
        return not {Finding.KEY_MISSING, Finding.KEY_UNCONFIRMED}.isdisjoint(findings)
    if fingerprint == registered.fingerprint:
        return _OTHER_KEY.isdisjoint(findings)
    return Finding.KEY_CHANGED in findings


def meter_key_found(station_id: str, evse_id: int, key: MeterKey, now: datetime) -> Event:
    """A meter bears a key that nobody has confirmed: a person has to look."""
    data: dict[str, Any] = {
        "station_id": station_id,
        "evse_id": evse_id,
        "fingerprint": key.fingerprint,
        "curve": key.curve,
        "source": key.source.value,
        "valid_from": to_text(key.valid_from),
    }
    if key.meter_serial:
        data["meter_serial"] = key.meter_serial
    name = "MeterKeyFound"
    return Event(SOURCE, name, f"{name}/{station_id}/{evse_id}/{key.fingerprint}", now, data)
