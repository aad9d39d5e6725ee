"""Records of our own meters, made with our own keys when the tests run (eichrecht.md §6)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from local.station.meter_keys import ALL_CURVES, MeterKey, new_key
from local.station.meter_signing import SignedReading, SigningMeter, sign
from sessions.domain.ocmf.assessment import Assessment, Checked, assess
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.key import PublicKey, read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import Verdict
from sessions.domain.ocmf.verification import verify

NOON = datetime.fromisoformat("2026-11-22T12:00:00+01:00")
TOKEN = "04A1B2C3D4E5F6"


KEYS = {curve: new_key(curve) for curve in ALL_CURVES}


def key_on(curve: str = "secp256r1") -> MeterKey:
    return KEYS[curve]


def public(key: MeterKey) -> PublicKey:
    return read_key(key.der.hex())


def reading(transaction: str, wh: str, minutes: int = 0, **more: str) -> SignedReading:
    return SignedReading(NOON + timedelta(minutes=minutes), Decimal(wh), transaction, **more)


def meter(curve: str = "secp256r1", page: int = 1) -> SigningMeter:
    return SigningMeter("M0001", key_on(curve), page)


def whole_session(curve: str = "secp256r1") -> str:
    """Begin and end in one record: 20 kWh."""
    return meter(curve).record([reading("B", "1000"), reading("E", "21000", 60)], TOKEN)


def verified(data: str, key: MeterKey | None = None) -> Verdict:
    return verify(read_record(data), public(key or key_on()))


def signed(payload: str) -> str:
    """A record of a payload of which only the characters matter."""
    return sign(payload, key_on())


def assessed(*records: str, expected: Expected | None = None, **known: Any) -> Assessment:
    """A session of records that our P-256 meter has signed, or not."""
    checked = [Checked(read_record(record), verified(record)) for record in records]
    return assess(checked, expected or Expected(**known))


def resigned(record: str, *changes: tuple[str, str]) -> str:
    """The record as the meter would have signed it with other words in it."""
    payload = read_record(record).payload_text
    for old, new in changes:
        assert old in payload, old
        payload = payload.replace(old, new)
    return signed(payload)


def begin_and_end(first_page: int = 1) -> tuple[str, str]:
    """A session of two records, 20 kWh in an hour."""
    simulated = meter(page=first_page)
    begin = simulated.record([reading("B", "1000")], TOKEN)
    return begin, simulated.record([reading("E", "21000", 60)], TOKEN)
