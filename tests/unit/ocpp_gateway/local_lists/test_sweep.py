"""A flood of token changes makes one look at each station (R-AUTH-7)."""

import json
from datetime import timedelta

import pytest

from corridor_aws.clients import client
from tests.conftest import queue_url
from tests.unit.ocpp_gateway.local_lists.world import START


@pytest.fixture
def deadlines(aws):
    def read():
        answer = client("sqs").receive_message(
            QueueUrl=queue_url("deadlines"), MaxNumberOfMessages=10
        )
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]

    return read


def delays(monkeypatch):
    from ocpp_gateway.local_lists import announce_changes

    found = []
    monkeypatch.setattr(
        announce_changes, "sweep_local_lists", lambda after, delay_s: found.append(delay_s)
    )
    return found


def test_many_changes_are_announced_once(aws, monkeypatch):
    from ocpp_gateway.local_lists.announce_changes import announce_changes

    found = delays(monkeypatch)
    for second in range(20):
        announce_changes(START + timedelta(seconds=second))
    assert found == [30]


def test_a_change_just_before_the_look_has_a_look_of_its_own(aws, monkeypatch):
    from ocpp_gateway.local_lists.announce_changes import announce_changes

    found = delays(monkeypatch)
    for second in (0, 27):
        announce_changes(START + timedelta(seconds=second))
    assert found == [30, 30]


def test_changes_that_are_gathered_for_a_second_are_gathered(aws, monkeypatch):
    from ocpp_gateway.local_lists.announce_changes import announce_changes

    monkeypatch.setenv("LOCAL_LIST_DELAY_S", "1")
    found = delays(monkeypatch)
    for millisecond in (0, 400, 600, 1000):
        announce_changes(START + timedelta(milliseconds=millisecond))
    assert found == [1, 1]


def test_a_look_noted_by_a_clock_that_was_wrong_holds_nothing_up(aws, monkeypatch):
    from ocpp_gateway.local_lists.announce_changes import announce_changes

    found = delays(monkeypatch)
    for day in (300, 0):
        announce_changes(START + timedelta(days=day))
    assert found == [30, 30]


def test_only_tokens_of_lists_are_announced(aws, monkeypatch):
    from ocpp_gateway.handlers.on_token_changed import handler

    found = delays(monkeypatch)
    token = {"type": "ISO14443", "uid": "A", "status": "Accepted"}
    token["updated_at"] = "2026-11-22T12:00:00.000Z"
    handler({"detail": {"data": token}}, None)
    assert found == []
    listed = token | {"whitelist": "ALWAYS", "updated_at": "2026-11-22T12:00:01.000Z"}
    handler({"detail": {"data": listed}}, None)
    assert found == [30]


def register(number, **more):
    from ocpp_gateway.tables import StationTable

    StationTable(f"CS{number:03}", "station", kind="station", **more).save()


def test_each_station_that_is_there_is_looked_at_by_itself(aws, deadlines):
    from ocpp_gateway.local_lists.sweep_stations import sweep_stations

    register(1, connection_id="a")
    register(2)
    register(3, connection_id="b", provisioning_policy="OnRequest")
    sweep_stations(None)
    assert deadlines() == [{"kind": "sync_local_list", "station_id": "CS001"}]


def test_more_stations_than_a_page_are_looked_at_page_by_page(aws, monkeypatch):
    from ocpp_gateway.local_lists import sweep_stations

    seen, more = [], []
    monkeypatch.setattr(sweep_stations, "sync_local_list", seen.append)
    monkeypatch.setattr(
        sweep_stations, "sweep_local_lists", lambda after, delay_s: more.append(after)
    )
    for number in range(130):
        register(number, connection_id="a")
    sweep_stations.sweep_stations(None)
    sweep_stations.sweep_stations(more[0])
    assert sorted(seen) == [f"CS{number:03}" for number in range(130)]
    assert len(more) == 1


def test_the_deadline_is_met(aws, deadlines, monkeypatch):
    from ocpp_gateway.handlers import on_deadline

    register(1, connection_id="a")
    looked = []
    monkeypatch.setattr(on_deadline, "sync_local_list", lambda id, now: looked.append(id))
    body = json.dumps({"kind": "sweep_local_lists", "after": None})
    on_deadline.handler({"Records": [{"body": body}]}, None)
    (message,) = deadlines()
    on_deadline.handler({"Records": [{"body": json.dumps(message)}]}, None)
    assert looked == ["CS001"]
