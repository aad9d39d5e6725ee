"""A station that obeys, and a run that is led through its turns as the state machine does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from corridor_aws import workflows
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.check_call import check_call
from ocpp_gateway.domain.calls import CallRequest, Finished
from ocpp_gateway.domain.desired_variables import parts_of
from ocpp_gateway.domain.variables import variable_key
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.provisioning import start_provisioning
from ocpp_gateway.provisioning.model_profiles import digest_of
from ocpp_gateway.provisioning.take_turn import take_turn
from ocpp_gateway.tables import StationTable

# Later than the clock that the NotifyReports are received by.
NOW = datetime(2050, 1, 1, tzinfo=UTC)
# What a run that had no trouble leaves behind.
KNOWN = f"ACME/HPC-400/SN1/1.2/{digest_of('ACME', 'HPC-400')}"
INVENTORY = {
    "DeviceDataCtrlr/ItemsPerMessage[SetVariables]": "3",
    "DeviceDataCtrlr/ItemsPerMessage[GetVariables]": "2",
    "OCPPCommCtrlr/OfflineThreshold": "60",
    "OCPPCommCtrlr/QueueAllMessages": "true",
    "AuthCtrlr/LocalAuthorizeOffline": "true",
    "AuthCtrlr/LocalPreAuthorize": "true",
    "AuthCacheCtrlr/LifeTime": "60",
    "TariffCostCtrlr/Currency": "USD",
    "SmartChargingCtrlr/RateUnit": "A,W",
}


Replies = Callable[[dict, datetime], dict]


@dataclass
class Roadside:
    """`variables` by key; `refusing` maps an action to what it is answered with instead."""

    variables: dict[str, str] = field(default_factory=lambda: dict(INVENTORY))
    statuses: dict[str, str] = field(default_factory=dict)
    refusing: dict[str, Any] = field(default_factory=dict)
    pages: tuple[int, ...] | None = None
    page_size: int = 4
    asked: list[tuple[str, dict]] = field(default_factory=list)
    profiles: list[dict] = field(default_factory=list)

    def answer(self, action: str, payload: dict) -> dict:
        self.asked.append((action, payload))
        if action in self.refusing:
            refusal = self.refusing[action]
            return refusal(payload) if callable(refusal) else refusal
        return {"response": getattr(self, action)(payload)}

    def GetBaseReport(self, payload: dict) -> dict:
        return {"status": "Accepted"}

    def SetVariables(self, payload: dict) -> dict:
        return {"setVariableResult": [self._set(item) for item in payload["setVariableData"]]}

    def GetVariables(self, payload: dict) -> dict:
        return {"getVariableResult": [self._get(item) for item in payload["getVariableData"]]}

    def SetChargingProfile(self, payload: dict) -> dict:
        self.profiles.append(payload)
        return {"status": "Accepted"}

    def ClearChargingProfile(self, payload: dict) -> dict:
        return {"status": "Unknown"}

    def Reset(self, payload: dict) -> dict:
        return {"status": "Accepted"}

    def TriggerMessage(self, payload: dict) -> dict:
        return {"status": "Accepted"}

    def report(self, request_id: int) -> list[dict]:
        """The pages of NotifyReport that this station sends."""
        items = [self._told(key) for key in self.variables]
        chunks = [items[i : i + self.page_size] for i in range(0, len(items), self.page_size)]
        sent = range(len(chunks)) if self.pages is None else self.pages
        return [
            {
                "requestId": request_id,
                "generatedAt": "2026-11-22T14:00:00.000Z",
                "seqNo": number,
                "tbc": number < len(chunks) - 1,
                "reportData": chunks[number],
            }
            for number in sent
        ]

    def actions(self) -> list[str]:
        return [action for action, _ in self.asked]

    def _told(self, key: str) -> dict:
        attribute = {"value": self.variables[key], "mutability": "ReadWrite"}
        return {**parts_of(key), "variableAttribute": [attribute]}

    def _set(self, item: dict) -> dict:
        key = variable_key(item["component"], item["variable"])
        status = self.statuses.get(key, "Accepted")
        if key not in self.variables:
            status = "UnknownVariable"
        elif status == "Accepted":
            self.variables[key] = item["attributeValue"]
        return {**parts_of(key), "attributeStatus": status}

    def _get(self, item: dict) -> dict:
        key = variable_key(item["component"], item["variable"])
        result = {**parts_of(key), "attributeStatus": "Accepted"}
        return result | {"attributeValue": self.variables[key]}


@pytest.fixture
def started(monkeypatch) -> list[dict]:
    """The executions that were started, each once."""
    executions: dict[str, dict] = {}

    def start(arn: str, name: str, arguments: dict) -> None:
        assert len(name) <= 80
        executions.setdefault(name, arguments)

    monkeypatch.setattr(workflows, "start", start)
    return _Values(executions)


class _Values(list):
    """A live view, as a list."""

    def __init__(self, executions: dict) -> None:
        self._executions = executions

    def __len__(self) -> int:
        return len(self._executions)

    def __getitem__(self, index: Any) -> Any:
        return list(self._executions.values())[index]

    def __iter__(self):
        return iter(self._executions.values())


@pytest.fixture
def register(aws, started) -> Callable:
    def register(**more: Any) -> StationTable:
        attributes = {
            "kind": "station",
            "protocol": "ocpp2.0.1",
            "registration": "Accepted",
            "boot_status": "Accepted",
            "booted_at": NOW - timedelta(seconds=5),
            "vendor_name": "ACME",
            "model": "HPC-400",
            "serial_number": "SN1",
            "firmware_version": "1.2",
            "site": {"id": "S1", "time_zone": "Europe/Berlin", "country": "DE", "currency": "EUR"},
            "evses": [{"id": 1, "connectors": [{"id": 1}]}],
            "connection_id": "S0CK3T=",
        }
        StationTable("CS1", "station", **(attributes | more)).save()
        return read_station()

    return register


def read_station() -> StationTable:
    return StationTable.get("CS1", "station")


@pytest.fixture
def roadside() -> Roadside:
    return Roadside()


@pytest.fixture
def play(roadside, started) -> Callable:
    """Leads the started run to its end as the machine does; returns its record.

    `replies` answers each call in the place of the roadside.
    """

    def play(now: datetime = NOW, replies: Replies | None = None) -> dict:
        start_provisioning.start_if_due("CS1", now)
        return lead(started[-1], replies or (lambda call, at: ask(roadside, call, at)), now)

    return play


def lead(start: dict, replies: Replies, now: datetime = NOW) -> dict:
    from ocpp_gateway.records import find_record

    event, turns = dict(start), 0
    while True:
        event = orjson.loads(orjson.dumps(take_turn(event, now)))
        turns += 1
        assert turns < 200
        if "call" in event:
            reply = replies(event["call"], now)
            event = {k: event[k] for k in ("station_id", "run_id", "progress")} | {"reply": reply}
        elif "wait_s" in event:
            now += timedelta(seconds=event["wait_s"])
        else:
            return dict(find_record("CS1", "provisioning", "run"))


def ask(roadside: Roadside, call: dict, now: datetime) -> dict:
    action, payload = call["action"], call["payload"]
    request = CallRequest("CS1", call["call_id"], action, payload, call["timeout_s"])
    assert check_call(request, read_station(), now) is None
    assert len(call["call_id"]) <= 36
    reply = roadside.answer(action, payload)
    if "response" in reply:
        response = reply["response"]
        assert find_violation(f"{action}Response", response, "ocpp2.0.1") is None
        finished = Finished("CS1", call["call_id"], action, "ocpp2.0.1", payload, response, now)
        keep = OUTBOUND["ocpp2.0.1"][action].keep
        if keep:
            keep(finished)
        if action == "GetBaseReport" and response["status"] == "Accepted":
            tell(roadside.report(payload["requestId"]))
    return reply


def tell(pages: list[dict]) -> None:
    from tests.unit.ocpp_gateway.inbound.speaking import result

    for number, page in enumerate(pages):
        result("NotifyReport", page, f"p{number}", station_id="CS1")
