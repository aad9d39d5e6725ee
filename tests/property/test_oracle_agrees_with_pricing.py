"""Two ways to a bill, one by the minute and one by the period, never differ by a cent."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import local.day
from corridor_kernel.times import to_text
from local.day.oracle import price
from local.station.book import Entry
from pricing.domain.facts import facts_of
from pricing.domain.rating import rate
from pricing.domain.tariff import tariff_of

STATES = ("Charging", "SuspendedEV", "SuspendedEVSE", "EVConnected", "Idle")
TARIFFS = {
    name: json.loads(
        (Path(local.day.__file__).parent / f"tariffs/{name}.json").read_text(), parse_float=Decimal
    )
    for name in ("germany", "poland")
}
EARLIEST = datetime(2026, 10, 24, 18, tzinfo=UTC)  # summer time ends in the night that follows


@st.composite
def entries(draw):
    start = EARLIEST + timedelta(milliseconds=draw(st.integers(0, 40 * 3_600_000)))
    steps = draw(st.lists(st.integers(1, 900_000), min_size=1, max_size=12))
    rises = draw(st.lists(st.integers(0, 9999), min_size=len(steps), max_size=len(steps)))
    instants, registers = [start], [Decimal(draw(st.integers(0, 10**7))) / 10]
    for step, rise in zip(steps, rises, strict=True):
        instants.append(instants[-1] + timedelta(milliseconds=step))
        registers.append(registers[-1] + Decimal(rise) / 10)
    length = (instants[-1] - start) // timedelta(milliseconds=1)
    offsets = sorted(draw(st.sets(st.integers(0, length), max_size=5)))
    states = [(start + timedelta(milliseconds=ms), draw(st.sampled_from(STATES))) for ms in offsets]
    samples = list(zip(instants, registers, strict=True))
    return Entry("CS", 1, "T", "CARD", start, instants[-1], samples=samples, states=states)


def facts(entry):
    return facts_of(
        {
            "session_id": "S",
            "station_id": entry.station_id,
            "evse_id": entry.evse_id,
            "connector_id": 1,
            "id_token": None,
            "started_at": to_text(entry.started_at),
            "ended_at": to_text(entry.ended_at),
            "stopped_reason": "Local",
            "meter_start_wh": str(entry.samples[0][1]),
            "energy_wh": str(entry.energy_wh),
            "telemetry": [[to_text(at), str(wh)] for at, wh in entry.samples],
            "states": [[to_text(at), state] for at, state in entry.states],
        }
    )


@pytest.mark.parametrize("name", TARIFFS)
@given(entry=entries())
def test_they_agree(name, entry):
    tariff = TARIFFS[name]
    bill = rate(facts(entry), tariff_of(tariff), ZoneInfo("Europe/Berlin")).bill
    due = price(entry, tariff, "Europe/Berlin")
    assert (bill.excl_vat, bill.incl_vat) == (due.excl_vat, due.incl_vat)
