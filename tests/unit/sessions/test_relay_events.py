"""What a person has to look at is counted as it is told, and each count has an alarm."""

import orjson
import pytest

from corridor_aws import outbox
from corridor_aws.outbox import NotRelayed
from sessions.handlers.relay_events import handler
from sessions.relay_events import WATCHED
from tests.services import SERVICES


def records(*names):
    image = {"source": {"S": "corridor.sessions"}, "detail": {"S": "{}"}}
    return {"Records": [{"dynamodb": {"NewImage": image | {"name": {"S": n}}}} for n in names]}


@pytest.fixture
def bus(monkeypatch):
    class Bus:
        refused = False

        def put_events(self, Entries):
            result = {"ErrorCode": "ThrottlingException"} if self.refused else {"EventId": "1"}
            failed = len(Entries) * self.refused
            return {"FailedEntryCount": failed, "Entries": [result for _ in Entries]}

    bus = Bus()
    monkeypatch.setattr(outbox, "client", lambda service: bus)
    return bus


def test_they_are_counted_in_the_embedded_metric_format(bus, capsys):
    handler(records("EnergyMissing", "SessionEnded", "EnergyMissing"), None)
    line = orjson.loads(capsys.readouterr().out)
    assert (line["EnergyMissing"], line["stage"], line["service"]) == (2, "test", "sessions")
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert told == {
        "Namespace": "corridor",
        "Dimensions": [["stage", "service"]],
        "Metrics": [{"Name": "EnergyMissing", "Unit": "Count"}],
    }
    assert line["_aws"]["Timestamp"] > 1_700_000_000_000


def test_an_ordinary_day_says_nothing(bus, capsys):
    handler(records("SessionStarted", "SessionSettled"), None)
    assert capsys.readouterr().out == ""


def test_what_is_not_told_yet_is_not_counted(bus, capsys):
    bus.refused = True
    with pytest.raises(NotRelayed):
        handler(records("EnergyMissing"), None)
    assert capsys.readouterr().out == ""


def test_each_count_has_an_alarm():
    (service,) = (service for service in SERVICES if service.name == "sessions")
    alarms = service.resources("AWS::CloudWatch::Alarm").values()
    ours = [alarm for alarm in alarms if alarm["Namespace"] == "corridor"]
    assert {alarm["MetricName"] for alarm in ours} >= set(WATCHED)
    for alarm in ours:
        assert alarm["Dimensions"] == [
            {"Name": "stage", "Value": {"Ref": "Stage"}},
            {"Name": "service", "Value": "sessions"},
        ]
        assert (alarm["Threshold"], alarm["Statistic"]) == (0, "Sum")
