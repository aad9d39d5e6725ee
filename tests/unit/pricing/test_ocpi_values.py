"""OCPI scalars and the Tariff object on the wire (T9 to T12, P2, P3)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from corridor_kernel.ocpi.cdrs import Cdr
from corridor_kernel.ocpi.tariffs import Tariff
from corridor_kernel.ocpi.text import dumps, loads, plain
from corridor_kernel.ocpi.values import CiString, Id36, Instant, Number

TARIFF = {
    "country_code": "de",
    "party_id": "Cor",
    "id": "Day-1",
    "currency": "EUR",
    "elements": [
        {"price_components": [{"type": "ENERGY", "price": 0.39, "vat": 19, "step_size": 1}]}
    ],
    "last_updated": "2026-01-01T00:00:00Z",
}


def element(*components, **restrictions):
    return {"price_components": list(components), "restrictions": restrictions}


def component(type="ENERGY", **changes):
    return {"type": type, "price": 1, "step_size": 1} | changes


def test_case_is_kept_and_does_not_count():
    text = TypeAdapter(Id36).validate_python("De-A1")
    assert str(text) == "De-A1"
    assert text == "dE-a1"
    assert not text != "DE-A1"
    assert len({text, CiString("DE-a1")}) == 1


@pytest.mark.parametrize("text", ["", "a" * 37, "Zürich", "a\nb"])
def test_an_id_is_short_printable_ascii(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Id36).validate_python(text)


@pytest.mark.parametrize("text", ["2026-11-22T14:05:09Z", "2026-11-22T14:05:09"])
def test_a_date_time_is_utc_with_or_without_designator(text):
    assert TypeAdapter(Instant).validate_python(text) == datetime(
        2026, 11, 22, 14, 5, 9, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text", ["2026-11-22T14:05:09+00:00", "2026-11-22", "2026-11-22T14:05:09.123456Z", 1764000000]
)
def test_a_date_time_has_no_offset_and_at_most_25_characters(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(text)


def test_a_number_is_exact_both_ways():
    assert TypeAdapter(Number).validate_python(0.39) == Decimal("0.39")
    assert loads('{"price": 0.1, "step": 3}') == {"price": Decimal("0.1"), "step": 3}
    assert dumps({"price": Decimal("1234567.8901")}) == '{"price":1234567.8901}'
    assert plain({"price": Decimal("0.39")}) == {"price": 0.39}


@pytest.mark.parametrize("number", [0.12345, float("nan"), float("inf"), True, "abc", None])
def test_a_number_has_four_decimals(number):
    with pytest.raises(ValidationError):
        TypeAdapter(Number).validate_python(number)


def test_a_tariff_comes_back_as_it_was_given():
    dumped = Tariff.model_validate(TARIFF).model_dump(exclude_unset=True)
    assert plain(dumped) == TARIFF | {"last_updated": "2026-01-01T00:00:00.000Z"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "euro"},
        {"elements": []},
        {"elements": [{"price_components": []}]},
        {"elements": [element(component(price=-0.01))]},
        {"elements": [element(component(step_size=0))]},
        {"elements": [element(component(type="MAX_POWER"))]},
        {"elements": [element(component(), component())]},
        {"elements": [element(component(), reservation="RESERVATION")]},
        {"elements": [element(component(), start_time="24:00")]},
        {"elements": [element(component(), start_time="8:00")]},
        {"elements": [element(component(), start_time="08:00", end_time="08:00")]},
        {"elements": [element(component(), start_date="2026-02-30")]},
        {"elements": [element(component(), start_date="2026-03-02", end_date="2026-03-02")]},
        {"elements": [element(component(), min_kwh=5, max_kwh=5)]},
        {"elements": [element(component(), min_duration=60, max_duration=30)]},
        {"elements": [element(component(), min_power=50, max_power=22)]},
        {"elements": [element(component(), day_of_week=["monday"])]},
        {"elements": [element(component(), day_of_week=[])]},
        {"elements": [element(component(), max_kw=11)]},
        {"min_price": {"excl_vat": 2}, "max_price": {"excl_vat": 1}},
        {"start_date_time": "2026-02-01T00:00:00Z", "end_date_time": "2026-01-01T00:00:00Z"},
        {"last_updated": None},
        {"prices": []},
        {"tariff_alt_text": [{"language": "de", "text": "<b>0,39</b>"}]},
    ],
)
def test_a_broken_tariff_is_refused(wrong):
    with pytest.raises(ValidationError):
        Tariff.model_validate(TARIFF | wrong)


def test_the_whole_day_may_be_written_out():
    Tariff.model_validate(
        TARIFF | {"elements": [element(component(), start_time="00:00", end_time="00:00")]}
    )


def test_a_cdr_knows_no_dimension_of_sessions():
    members = Cdr.model_json_schema()["$defs"]["CdrDimensionType"]["enum"]
    assert "POWER" not in members
    assert "ENERGY" in members
