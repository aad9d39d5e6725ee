"""Rating against an oracle that goes second by second, and what must hold for any session."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import ceil
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_kernel.money import MINOR_UNIT_DIGITS
from corridor_kernel.ocpi.enums import DayOfWeek, TariffDimensionType
from corridor_kernel.ocpi.tariffs import Tariff
from pricing.domain.cdr import Cdr
from pricing.domain.cdr_document import document
from pricing.domain.charges import charges_of
from pricing.domain.facts import facts_of
from pricing.domain.periods import periods_of
from pricing.domain.price_book import elements_of, tariff_of_book
from pricing.domain.rating import rate
from pricing.domain.site import Site
from pricing.domain.tariff import tariff_of

BERLIN = ZoneInfo("Europe/Berlin")
STARTS = (
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # Berlin's clock goes back at 01:00Z
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # and forward at 01:00Z
    datetime(2026, 12, 31, 22, 30, tzinfo=UTC),  # midnight is at 23:00Z
    datetime(2026, 6, 12, 18, tzinfo=UTC),  # 20:00 in Berlin
)
CLOCKS = ("00:00", "00:20", "01:45", "02:00", "02:20", "02:30", "03:00", "03:10", "20:15", "23:45")
LONGEST_S = 2700
SLOW = settings(max_examples=40)
QUICK = settings(max_examples=75)

RESERVATIONS = ("RESERVATION", "RESERVATION_EXPIRES")
STATES = ("Charging", "SuspendedEV", "SuspendedEVSE", "EVConnected", "Idle")

NO_SESSION = {"energy_wh": "0", "telemetry": [], "states": [], "currents": []}

decimals = st.integers(0, 20_000).map(lambda tenthousandths: Decimal(tenthousandths) / 10_000)
vats = st.sampled_from([None, Decimal(0), Decimal(7), Decimal(19), Decimal("5.2")])


@st.composite
def components(draw, steps, types=tuple(TariffDimensionType)):
    type = draw(st.sampled_from(types))
    component = {"type": type.value, "price": draw(decimals), "step_size": draw(steps)}
    vat = draw(vats)
    return component if vat is None else component | {"vat": vat}


@st.composite
def clocks(draw):
    start, end = draw(st.lists(st.sampled_from(CLOCKS), min_size=2, max_size=2, unique=True))
    return draw(
        st.sampled_from(
            [{}, {"start_time": start, "end_time": end}, {"start_time": start}, {"end_time": end}]
        )
    )


days = st.lists(st.sampled_from(DayOfWeek), min_size=1)
dates = st.sampled_from(["2026-06-13", "2026-10-25", "2027-01-01", "2027-03-28"])
calendars = st.one_of(
    st.just({}),
    days.map(lambda days: {"day_of_week": days}),
    dates.map(lambda end: {"end_date": end}),
)
durations = st.one_of(
    st.just({}),
    st.integers(1, LONGEST_S).map(lambda seconds: {"min_duration": seconds}),
    st.integers(1, LONGEST_S).map(lambda seconds: {"max_duration": seconds}),
)
powers = st.one_of(
    st.just({}),
    st.integers(1, 60).map(lambda power: {"min_power": power}),
    st.integers(1, 60).map(lambda power: {"max_power": power}),
)
currents = st.one_of(
    st.just({}),
    st.integers(1, 60).map(lambda current: {"min_current": current}),
    st.integers(1, 60).map(lambda current: {"max_current": current}),
)


def merged(parts):
    return {name: value for part in parts for name, value in part.items()}


without_power = st.tuples(clocks(), calendars, durations, currents).map(merged)
restrictions = st.tuples(without_power, powers).map(merged)
all_steps = st.sampled_from([1, 1, 60, 300, 900])


@st.composite
def elements(draw, steps, restricted, kinds=(None, None, None, *RESERVATIONS)):
    kind = draw(st.sampled_from(kinds))
    types = ("FLAT", "TIME") if kind else tuple(TariffDimensionType)
    several = st.lists(
        components(steps, tuple(map(TariffDimensionType, types))),
        min_size=1,
        max_size=4,
        unique_by=lambda component: component["type"],
    )
    rules = draw(restricted)
    return {
        "price_components": draw(several),
        "restrictions": rules | {"reservation": kind} if kind else rules,
    }


@st.composite
def tariffs(draw, steps=all_steps, restricted=restrictions, **limits):
    tariff = {
        "country_code": "DE",
        "party_id": "COR",
        "id": "T",
        "currency": "EUR",
        "elements": draw(st.lists(elements(steps, restricted), min_size=1, max_size=4)),
        "last_updated": "2026-01-01T00:00:00Z",
        **{name: draw(limit) for name, limit in limits.items()},
    }
    return Tariff.model_validate(tariff).model_dump(exclude_none=True)


@st.composite
def reserved_times(draw, until):
    """What expired may have been long before; what was used ends where the session starts."""
    used = draw(st.booleans())
    end = until - timedelta(seconds=0 if used else draw(st.integers(0, 900)))
    start = end - timedelta(seconds=draw(st.integers(0, 1800)))
    return {"from": start.isoformat(), "to": end.isoformat(), "used": used}


@st.composite
def sessions(draw, is_reserved=(False, True)):
    start = draw(st.sampled_from(STARTS)) + timedelta(seconds=draw(st.integers(0, 1800)))
    length = draw(st.integers(1, LONGEST_S))
    instants = st.lists(st.integers(1, length), max_size=4, unique=True).map(
        lambda seconds: [start + timedelta(seconds=second) for second in sorted(seconds)]
    )
    energies = st.integers(0, 60_000)
    reserved = draw(reserved_times(start)) if draw(st.sampled_from(is_reserved)) else None
    return {
        "session_id": "S",
        "station_id": "CS-1",
        "evse_id": 1,
        "connector_id": 1,
        "id_token": None,
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(seconds=length)).isoformat(),
        "stopped_reason": None,
        "meter_start_wh": "5000",
        "energy_wh": str(draw(energies)),
        "telemetry": [[at.isoformat(), str(5000 + draw(energies))] for at in draw(instants)],
        "states": [[at.isoformat(), draw(st.sampled_from(STATES))] for at in draw(instants)],
        "currents": [[at.isoformat(), str(draw(st.integers(0, 60)))] for at in draw(instants)],
        "reservation": reserved,
    } | ({} if reserved is None or reserved["used"] else NO_SESSION)


# The oracle: no intervals and no cuts, only seconds.


def oracle_nets(session, tariff):
    """Exact net amount per VAT rate, of the reservation and of the session that may follow."""
    nets = {}
    reserved = session["reservation"]
    if reserved:
        kinds = RESERVATIONS[:1] if reserved["used"] else RESERVATIONS[::-1]
        seconds = oracle_reserved_seconds(reserved)
        oracle_add(nets, oracle_used(seconds, tariff, kinds), ("TIME",))
    if not reserved or reserved["used"]:
        used = oracle_used(oracle_seconds(session), tariff, (None,))
        parked = any(component["price"] for component, _ in used.get("PARKING_TIME", []))
        oracle_add(nets, used, ("ENERGY", "PARKING_TIME" if parked else "TIME"))
    return nets


def oracle_used(seconds, tariff, kinds):
    """The component and the volume of each second, by dimension; of a FLAT only the first."""
    used = {}
    for volumes, moment in seconds:
        for dimension, volume in volumes.items():
            component = oracle_component(tariff, kinds, dimension, moment)
            if component and volume and not (dimension == "FLAT" and "FLAT" in used):
                used.setdefault(dimension, []).append((component, volume))
    return used


def oracle_add(nets, used, stepped):
    for dimension, volumes in used.items():
        unit = {"ENERGY": 1000, "FLAT": 1}.get(dimension, 3600)
        for component, volume in volumes + [oracle_surplus(volumes)] * (dimension in stepped):
            amount = Fraction(component["price"]) * volume / unit
            nets[component.get("vat")] = nets.get(component.get("vat"), 0) + amount


def oracle_surplus(volumes):
    last = next((known for known, _ in reversed(volumes) if known["price"]), volumes[-1][0])
    total = sum(volume for _, volume in volumes)
    return last, ceil(total / last["step_size"]) * last["step_size"] - total


def oracle_seconds(session):
    start = datetime.fromisoformat(session["started_at"])
    length = int((datetime.fromisoformat(session["ended_at"]) - start).total_seconds())
    energy = oracle_energy(session, start, length)
    state, ampere = None, 0
    changes = {datetime.fromisoformat(at): state for at, state in session["states"]}
    drawn = {datetime.fromisoformat(at): int(text) for at, text in session["currents"]}
    for second in range(length):
        now = start + timedelta(seconds=second)
        state, ampere = changes.get(now, state), drawn.get(now, ampere)
        wh = energy[second + 1] - energy[second]
        parks = state in ("SuspendedEV", "EVConnected", "Idle")
        volumes = {"ENERGY": wh, "PARKING_TIME" if parks else "TIME": 1, "FLAT": 1}
        yield volumes, (now.astimezone(BERLIN), second, wh * 3600 / 1000, ampere)


def oracle_reserved_seconds(reserved):
    start, end = (datetime.fromisoformat(reserved[name]) for name in ("from", "to"))
    length = int((end - start).total_seconds())
    for second in range(length):
        local = (start + timedelta(seconds=second)).astimezone(BERLIN)
        yield {"TIME": 1, "FLAT": 1}, (local, second, 0, 0)
    if length == 0:
        yield {"FLAT": 1}, (start.astimezone(BERLIN), 0, 0, 0)


def oracle_energy(session, start, length):
    """Wh until the start of each second; a register that falls is held at its highest."""
    total = int(session["energy_wh"])
    known = {0: 0}
    for at, register in session["telemetry"]:
        second = int((datetime.fromisoformat(at) - start).total_seconds())
        if second < length:
            known[second] = min(int(register) - 5000, total)
    known[length] = total
    energy, seconds = [Fraction(0)], sorted(known)
    for before, after in pairwise(seconds):
        rise = max(Fraction(0), known[after] - energy[before])
        energy += [
            energy[before] + rise * n / (after - before) for n in range(1, after - before + 1)
        ]
    return energy


def oracle_component(tariff, kinds, dimension, moment):
    for kind in kinds:
        for element in tariff["elements"]:
            rules = element.get("restrictions", {})
            if rules.get("reservation") == kind and oracle_matches(rules, *moment):
                for component in element["price_components"]:
                    if component["type"] == dimension:
                        return component
    return None


def oracle_matches(rules, local, second, power, ampere):
    clock = local.strftime("%H:%M")
    start, end = rules.get("start_time", "00:00"), rules.get("end_time", "00:00")
    end = "24:00" if end == "00:00" else end
    in_window = start <= clock < end if start < end else clock >= start or clock < end
    return all(
        (
            in_window,
            local.strftime("%A").upper() in rules.get("day_of_week", list(DayOfWeek)),
            local.date() < date.fromisoformat(rules.get("end_date", "9999-12-31")),
            second >= rules.get("min_duration", 0),
            second < rules.get("max_duration", LONGEST_S + 1),
            power >= rules.get("min_power", 0),
            "max_power" not in rules or power < rules["max_power"],
            ampere >= rules.get("min_current", 0),
            "max_current" not in rules or ampere < rules["max_current"],
        )
    )


@st.composite
def price_books(draw):
    names = ("per_minute", "per_session", "occupancy_per_minute", "free_minutes")
    book = {"price_per_kwh": draw(decimals)} | {name: draw(decimals) for name in names[:3]}
    left_out = draw(st.sets(st.sampled_from(names)))
    return {k: v for k, v in (book | {"free_minutes": 11}).items() if k not in left_out}


@SLOW
@given(sessions(), price_books(), st.sampled_from(["0", "8.1", "19", "21", "25.5", "27"]))
def test_a_gross_bill_is_gross_price_times_volume_rounded_once(session, book, vat):
    document = {"currency": "EUR", "elements": elements_of(book, Decimal(vat))}
    bill = rate(facts_of(session), tariff_of_book(document, book), BERLIN).bill
    gross = sum(oracle_nets(session, {"elements": elements_of(book, Decimal(0))}).values())
    assert bill.gross == gross
    assert bill.incl_vat == oracle_cents(Fraction(gross))
    assert bill.excl_vat == oracle_cents(gross / (1 + Fraction(vat) / 100))


def rated(session, tariff):
    return rate(facts_of(session), tariff_of(tariff), BERLIN)


def nets_of(charges):
    nets = {}
    for charge in charges:
        nets[charge.component.vat] = nets.get(charge.component.vat, 0) + charge.amount
    return nets


@SLOW
@given(sessions(), tariffs())
def test_rating_equals_going_second_by_second(session, tariff):
    rating = rated(session, tariff)
    expected = oracle_nets(session, tariff)
    assert nets_of(rating.charges) == expected
    paid = {line.rate: (line.excl_vat, line.incl_vat) for line in rating.bill.lines}
    for vat, net in expected.items():
        gross = net * (100 + Fraction(vat or 0)) / 100
        assert paid[vat] == (oracle_cents(net), oracle_cents(gross))


few_restrictions = st.one_of(st.just({}), st.just({}), clocks(), durations)
of_reservations = st.lists(
    elements(st.sampled_from([1, 420, 900]), few_restrictions, (None, *RESERVATIONS)),
    min_size=3,
    max_size=4,
)


@SLOW
@given(sessions(is_reserved=(True,)), of_reservations)
def test_a_reservation_costs_what_its_seconds_cost(session, elements):
    tariff = {"currency": "EUR", "elements": elements}
    assert nets_of(rated(session, tariff).charges) == oracle_nets(session, tariff)


def oracle_cents(amount):
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@QUICK
@given(sessions(), tariffs(), st.fractions(0, 1), st.data())
def test_splitting_a_period_never_changes_the_total(session, tariff, share, data):
    periods = rated(session, tariff).periods
    index = data.draw(st.integers(0, len(periods) - 1))
    whole = periods[index]
    split = whole.from_ms + (whole.to_ms - whole.from_ms) * share
    halves = (
        replace(whole, to_ms=split, energy_wh=whole.energy_wh * share),
        replace(whole, from_ms=split, energy_wh=whole.energy_wh * (1 - share)),
    )
    pieces = (*periods[:index], *halves, *periods[index + 1 :])
    assert nets_of(charges_of(pieces)) == nets_of(charges_of(periods))


@QUICK
@given(sessions(), tariffs(st.just(1), without_power), st.integers(0, 20_000))
def test_more_energy_never_costs_less(session, tariff, more):
    richer = session | {"energy_wh": str(int(session["energy_wh"]) + more)}
    assert rated(richer, tariff).bill.net >= rated(session, tariff).bill.net


@QUICK
@given(sessions(), tariffs())
def test_periods_add_up_to_the_session(session, tariff):
    facts = facts_of(session)
    periods = periods_of(facts, tariff_of(tariff), BERLIN)
    assert periods[0].from_ms == 0
    assert periods[-1].to_ms == facts.duration_ms
    assert all(before.to_ms == after.from_ms for before, after in pairwise(periods))
    assert all(period.energy_wh >= 0 for period in periods)
    assert sum(period.energy_wh for period in periods) == facts.energy_wh


@QUICK
@given(sessions(), tariffs())
def test_a_cdr_adds_up(session, tariff):
    facts, rating = facts_of(session), rated(session, tariff)
    site = Site("S1", None, "Europe/Berlin", "DE", "EUR")
    cdr = document(Cdr("C", facts, site, tariff, rating, facts.ended_at))
    volumes = {}
    for period in cdr["charging_periods"]:
        for dimension in period["dimensions"]:
            volumes.setdefault(dimension["type"], []).append(dimension["volume"])
    assert sum(volumes.get("ENERGY", [])) == cdr["total_energy"]
    assert sum(volumes.get("PARKING_TIME", [])) == cdr["total_parking_time"]
    assert abs(sum(volumes.get("TIME", [])) + cdr["total_parking_time"] - cdr["total_time"]) <= (
        Decimal("0.0001")
    )
    costs = [
        cdr[name]["excl_vat"] for name in cdr if name.endswith("_cost") and name != "total_cost"
    ]
    assert abs(sum(costs) - cdr["total_cost"]["excl_vat"]) <= Decimal("0.0002")
    assert rating.bill.net == sum(charge.amount for charge in rating.charges)


@QUICK
@given(sessions(), tariffs(), st.data())
def test_readings_in_any_order_and_twice_give_the_same(session, tariff, data):
    readings = session["telemetry"]
    again = data.draw(st.permutations(readings * 2))
    assert rated(session | {"telemetry": again}, tariff) == rated(session, tariff)


@QUICK
@given(sessions(), tariffs())
def test_a_step_never_adds_a_whole_step(session, tariff):
    rating = rated(session, tariff)
    for reserved, type in product((False, True), TariffDimensionType):
        charges = [
            charge
            for charge in rating.charges
            if charge.component.type is type and rating.periods[charge.period].reserved is reserved
        ]
        used = sum(rating.periods[charge.period].volume(type) for charge in charges)
        steps = [each.component.step_size for each in charges if each.component.price]
        step = steps[-1] if steps else 1
        assert 0 <= sum(charge.volume for charge in charges) - used < step


@QUICK
@given(sessions(), tariffs())
def test_reserved_time_and_charging_time_stay_apart(session, tariff):
    rating = rated(session, tariff)
    for charge in rating.charges:
        element = tariff["elements"][charge.component.element]
        kind = element.get("restrictions", {}).get("reservation")
        assert (kind is not None) is rating.periods[charge.period].reserved


@QUICK
@given(
    sessions(),
    tariffs(
        min_price=decimals.map(lambda net: {"excl_vat": net, "incl_vat": net * 2}),
        max_price=decimals.map(lambda net: {"excl_vat": net + 2, "incl_vat": net * 2 + 4}),
    ),
)
def test_limits_hold_for_what_is_paid(session, tariff):
    least, most = tariff["min_price"], tariff["max_price"]
    bill = rated(session, tariff).bill
    for name, paid in (("excl_vat", bill.excl_vat), ("incl_vat", bill.incl_vat)):
        owed = 0 if facts_of(session).has_expired else cents(least[name])
        assert owed <= paid <= cents(most[name])


def cents(amount):
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@QUICK
@given(sessions(), tariffs(), st.sampled_from(sorted(MINOR_UNIT_DIGITS)))
def test_what_is_paid_is_whole_minor_units_of_any_currency(session, tariff, currency):
    bill = rated(session, tariff | {"currency": currency}).bill
    minor_unit = Decimal(1).scaleb(-MINOR_UNIT_DIGITS[currency])
    for paid, exact in ((bill.excl_vat, bill.net), (bill.incl_vat, bill.gross)):
        assert paid == paid.quantize(minor_unit)
        assert abs(Fraction(paid) - exact) <= Fraction(minor_unit) / 2 * len(bill.lines)


@QUICK
@given(sessions(), st.integers(0, 70), decimals)
def test_free_energy_is_free_to_the_fraction(session, free_kwh, price):
    paid = {"price_components": [{"type": "ENERGY", "price": price, "step_size": 1}]}
    free = {"price_components": [{"type": "ENERGY", "price": 0, "step_size": 1}]}
    tariff = {
        "currency": "EUR",
        "elements": [free | {"restrictions": {"max_kwh": free_kwh}}, paid],
    }
    kwh = Fraction(int(session["energy_wh"]), 1000)
    assert rated(session, tariff).bill.net == max(Fraction(0), kwh - free_kwh) * Fraction(price)
