"""Signed meter values: how many of each curve one core verifies."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from local.bench.figures import table
from local.station.meter_keys import ALL_CURVES, new_key
from local.station.meter_signing import SignedReading, SigningMeter
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import State
from sessions.domain.ocmf.verification import verify

CPU_S: Final = 0.5
"""Of each curve."""


def print_verifications() -> None:
    """Records of one session as they come from a station: read, and their signature checked."""
    rows = [(curve, *_rate(curve)) for curve in ALL_CURVES]
    print(
        table("Signed meter values, one core", ("curve", "per second", "CPU µs"), rows), flush=True
    )


def _rate(curve: str) -> tuple[str, float]:
    meter = SigningMeter("M1", new_key(curve))
    began = datetime(2026, 11, 22, 12, tzinfo=UTC)
    readings = [
        SignedReading(began, Decimal(1000), "B"),
        SignedReading(began + timedelta(hours=1), Decimal(21000), "E"),
    ]
    data = meter.signed_meter_value(meter.record(readings, "04A1B2C3"))["signedMeterData"]
    key = read_key(meter.label)
    count, start = 0, time.process_time()
    while (spent_s := time.process_time() - start) < CPU_S:
        if verify(read_record(data), key).state != State.VALID:
            raise ValueError(f"{curve} does not verify")
        count += 1
    return f"{count / spent_s:.0f}", 1e6 * spent_s / count
