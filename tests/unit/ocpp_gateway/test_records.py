"""Records: what is known of a station, by kind and key."""

from datetime import UTC, datetime, timedelta

import pytest
from pynamodb.exceptions import PutError

from corridor_kernel.problems import Problem

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)


@pytest.fixture
def records(aws):
    from ocpp_gateway import records

    return records


def test_the_last_told_stands(records):
    for value in (1, 2):
        records.put_record("CS1", "variable", "K", {"value": value}, NOW)
    assert records.find_record("CS1", "variable", "K") == {"value": 2}
    assert records.find_record("CS2", "variable", "K") is None


def test_kinds_and_stations_do_not_touch_each_other(records):
    many = {f"K{n:03}": {"n": n} for n in range(60)}
    records.put_records("CS1", "variable", many, NOW)
    records.put_record("CS1", "variabl", "K", {}, NOW)
    records.put_record("CS2", "variable", "K", {}, NOW)
    assert records.all_records("CS1", "variable") == many


def test_what_is_deleted_is_gone_and_deleted_twice(records):
    records.put_record("CS1", "variable", "K", {}, NOW)
    for _ in range(2):
        records.delete_record("CS1", "variable", "K")
    assert records.all_records("CS1", "variable") == {}


def test_lists_are_pages_with_keys_and_instants(records):
    records.put_records("CS1", "variable", {f"A/{n}": {"n": n} for n in range(3)}, NOW)
    first = records.list_records("CS1", "variable", 2, None)
    assert [item["key"] for item in first["items"]] == ["A/0", "A/1"]
    assert first["items"][0]["updated_at"] == "2026-11-22T14:00:00.000Z"
    second = records.list_records("CS1", "variable", 2, first["cursor"])
    assert [item["content"] for item in second["items"]] == [{"n": 2}]


def test_a_kind_that_nobody_keeps_is_not_found(records):
    with pytest.raises(Problem) as refused:
        records.list_records("CS1", "horoscope", 2, None)
    assert refused.value.status == 404


def test_what_has_expired_is_not_shown_before_it_is_deleted(records):
    records.put_record("CS1", "report", "1", {}, datetime.now(UTC) - timedelta(days=91))
    records.put_record("CS1", "report", "2", {}, datetime.now(UTC))
    items = records.list_records("CS1", "report", 10, None)["items"]
    assert [item["key"] for item in items] == ["2"]


def test_a_change_sees_what_another_writer_wrote_between(records, monkeypatch):
    """Two pages at once: neither may undo the other."""
    records.put_record("CS1", "variable", "K", {"n": 1}, NOW)
    rivals = iter([10, 20])

    def add(before):
        rival = next(rivals, None)
        if rival:
            records.put_record("CS1", "variable", "K", {"n": rival}, NOW)
        return {"n": before["n"] + 1}

    records.change_record("CS1", "variable", "K", add, NOW)
    assert records.find_record("CS1", "variable", "K") == {"n": 21}


def test_a_change_of_nothing_writes_nothing(records):
    def refuse(before):
        return None

    records.change_record("CS1", "variable", "K", refuse, NOW)
    assert records.find_record("CS1", "variable", "K") is None
    records.put_record("CS1", "variable", "K", {"n": 1}, NOW)
    records.change_record("CS1", "variable", "K", dict, NOW + timedelta(hours=1))
    assert "14:00" in records.list_records("CS1", "variable", 1, None)["items"][0]["updated_at"]


def test_who_loses_time_and_again_raises(records):
    """Trouble: the stream or the station brings it again."""

    def lose(before):
        records.put_record("CS1", "variable", "K", {"n": datetime.now(UTC).isoformat()}, NOW)
        return {"n": 0}

    with pytest.raises(PutError):
        records.change_record("CS1", "variable", "K", lose, NOW)
