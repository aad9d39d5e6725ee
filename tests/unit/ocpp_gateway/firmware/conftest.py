"""Stations, a campaign over them, and the tokens that its tasks wait for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jsonschema_rs
import orjson
import pytest

from corridor_aws import workflows
from corridor_aws.outbox import OutboxItem
from ocpp_gateway import deadlines
from ocpp_gateway.domain.firmware_campaign import Policy
from ocpp_gateway.firmware.change_campaign import change_campaign
from ocpp_gateway.firmware.create_campaign import create_campaign
from ocpp_gateway.firmware.plan_wave import plan_wave
from ocpp_gateway.tables import CampaignTable, StationTable
from tests.services import ROOT

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRMWARE = {
    "version": "1.1",
    "location": "https://example.com/1.1.bin",
    "signature": "c2ln",
    "signing_certificate": "PEM",
}


@pytest.fixture(autouse=True)
def events_keep_their_schemas(aws):
    """Whatever a test makes the gateway tell is what its event's schema says."""
    yield
    for item in OutboxItem.scan():
        path = ROOT / f"functions/ocpp-gateway/events/{item.name}.v1.json"
        validator = jsonschema_rs.validator_for(path.read_text(), validate_formats=True)
        validator.validate(orjson.loads(item.detail))


@dataclass
class Machine:
    """What the machine would do: which executions were started, which tokens completed."""

    started: list[str] = field(default_factory=list)
    over: set[str] = field(default_factory=set)
    completed: list[tuple[str, dict]] = field(default_factory=list)

    def start(self, arn: str, name: str, arguments: dict) -> bool:
        self.started.append(name)
        return name not in self.over

    def complete(self, token: str, output: dict) -> None:
        self.completed.append((token, output))

    @property
    def tokens(self) -> list[str]:
        return [token for token, _ in self.completed]


@pytest.fixture
def machine(monkeypatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(workflows, "start", machine.start)
    monkeypatch.setattr(workflows, "complete", machine.complete)
    return machine


def save_station(station_id: str, *, online: bool = True, version: str = "1.0", **more) -> None:
    attributes = {"kind": "station", "protocol": "ocpp2.0.1", "registration": "Accepted"}
    if online:
        attributes["connection_id"] = "S0CK3T="
    site = {"id": more.pop("site", "S1")}
    StationTable(
        station_id, "station", site=site, evses=[], firmware_version=version, **attributes, **more
    ).save()


def policy(**more) -> Policy:
    given = {"canary": 1, "parallel": 2, "max_failures": 0, "max_failure_percent": None}
    return Policy(**given | {"retries": 0, "retry_interval_s": 60, "time_limit_s": 3600} | more)


@pytest.fixture
def campaign(aws, machine) -> str:
    """A campaign over CS1, CS2 and CS3 that runs; CS3 is offline."""
    for number in (1, 2, 3):
        save_station(f"CS{number}", online=number < 3)
    campaign_id = create_campaign(
        "October", FIRMWARE, policy(), None, NOW, stations=["CS3", "CS1", "CS2"]
    )
    change_campaign(campaign_id, ["Checking"], "Running", NOW)
    return campaign_id


def plan(campaign_id: str, after_s: float = 0) -> dict:
    return plan_wave(campaign_id, NOW + timedelta(seconds=after_s))


def wait_for_news(campaign_id: str, news: str, token: str) -> bool:
    """What the machine's WaitForNews does; False if there was news."""
    item = CampaignTable.get(campaign_id, "campaign")
    if str(int(item.news)) != news:
        return False
    item.update([CampaignTable.wait_token.set(token)])
    return True


@pytest.fixture
def put_off(aws, monkeypatch):
    """Reads what was put off since last time: `[(campaign, at, delay in s), …]`."""
    sent = []
    monkeypatch.setattr(
        deadlines, "_send", lambda message, delay_s: sent.append((message, delay_s))
    )

    def read() -> list[tuple]:
        found = [(message["campaign_id"], message["at"], delay_s) for message, delay_s in sent]
        sent.clear()
        return found

    return read
