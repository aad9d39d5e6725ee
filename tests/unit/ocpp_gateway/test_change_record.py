"""A record is replaced by what a change makes of it, whoever else writes."""

from datetime import UTC, datetime, timedelta

import pytest
from pynamodb.exceptions import PutError

from ocpp_gateway import records
from ocpp_gateway.change_record import change_record
from ocpp_gateway.list_records import list_records

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)


def test_a_change_sees_what_another_writer_wrote_between(aws):
    """Two pages at once: neither may undo the other."""
    records.put_record("CS1", "variable", "K", {"n": 1}, NOW)
    rivals = iter([10, 20])

    def add(before):
        rival = next(rivals, None)
        if rival:
            records.put_record("CS1", "variable", "K", {"n": rival}, NOW)
        return {"n": before["n"] + 1}

    change_record("CS1", "variable", "K", add, NOW)
    assert records.find_record("CS1", "variable", "K") == {"n": 21}


def test_a_change_of_nothing_writes_nothing(aws):
    def refuse(before):
        return None

    change_record("CS1", "variable", "K", refuse, NOW)
    assert records.find_record("CS1", "variable", "K") is None
    records.put_record("CS1", "variable", "K", {"n": 1}, NOW)
    change_record("CS1", "variable", "K", dict, NOW + timedelta(hours=1))
    assert "14:00" in list_records("CS1", "variable", 1, None)["items"][0]["updated_at"]


def test_who_loses_time_and_again_raises(aws):
    """Trouble: the stream or the station brings it again."""

    def lose(before):
        records.put_record("CS1", "variable", "K", {"n": datetime.now(UTC).isoformat()}, NOW)
        return {"n": 0}

    with pytest.raises(PutError):
        change_record("CS1", "variable", "K", lose, NOW)
