"""Records: what is known of a station, by kind and key."""

from datetime import UTC, datetime

from ocpp_gateway import records

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)


def test_the_last_told_stands(aws):
    for value in (1, 2):
        records.put_record("CS1", "variable", "K", {"value": value}, NOW)
    assert records.find_record("CS1", "variable", "K") == {"value": 2}
    assert records.find_record("CS2", "variable", "K") is None


def test_kinds_and_stations_do_not_touch_each_other(aws):
    many = {f"K{n:03}": {"n": n} for n in range(60)}
    records.put_records("CS1", "variable", many, NOW)
    records.put_record("CS1", "variabl", "K", {}, NOW)
    records.put_record("CS2", "variable", "K", {}, NOW)
    assert records.all_records("CS1", "variable") == many


def test_what_is_deleted_is_gone_and_deleted_twice(aws):
    records.put_record("CS1", "variable", "K", {}, NOW)
    for _ in range(2):
        records.delete_record("CS1", "variable", "K")
    assert records.all_records("CS1", "variable") == {}
