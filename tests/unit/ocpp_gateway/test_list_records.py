"""The records of one kind, page by page."""

from datetime import UTC, datetime, timedelta

import pytest

from corridor_kernel.problems import Problem
from ocpp_gateway import records
from ocpp_gateway.list_records import list_records

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)


def test_lists_are_pages_with_keys_and_instants(aws):
    records.put_records("CS1", "variable", {f"A/{n}": {"n": n} for n in range(3)}, NOW)
    first = list_records("CS1", "variable", 2, None)
    assert [item["key"] for item in first["items"]] == ["A/0", "A/1"]
    assert first["items"][0]["updated_at"] == "2026-11-22T14:00:00.000Z"
    second = list_records("CS1", "variable", 2, first["cursor"])
    assert [item["content"] for item in second["items"]] == [{"n": 2}]


def test_a_kind_that_nobody_keeps_is_not_found(aws):
    with pytest.raises(Problem) as refused:
        list_records("CS1", "horoscope", 2, None)
    assert refused.value.status == 404
    assert "alarm, availability, boot" in refused.value.detail


def test_what_has_expired_is_not_shown_before_it_is_deleted(aws):
    records.put_record("CS1", "report", "1", {}, datetime.now(UTC) - timedelta(days=91))
    records.put_record("CS1", "report", "2", {}, datetime.now(UTC))
    items = list_records("CS1", "report", 10, None)["items"]
    assert [item["key"] for item in items] == ["2"]
