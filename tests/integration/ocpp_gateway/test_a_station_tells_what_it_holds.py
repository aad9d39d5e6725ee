"""What operators ask a station for becomes records, whether it is answered now or in pages."""

import asyncio
from collections.abc import Callable
from typing import Any

from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station
from tests.sockets import PASSWORD, register
from tests.waiting import eventually

INTERVAL = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
PROFILE = {
    "id": 4,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": [
        {
            "id": 1,
            "chargingRateUnit": "W",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000}],
        }
    ],
}
MESSAGE = {"id": 3, "priority": "InFront", "message": {"format": "UTF8", "content": "Hello"}}
TOKEN = {"idToken": "04AA", "type": "ISO14443"}
RESERVATION = {"id": 5, "expiryDateTime": "2099-01-01T00:00:00Z", "idToken": TOKEN, "evseId": 1}

# Action, payload, and the record that it leaves.
ASKED = [
    ("SetVariables", {"setVariableData": [INTERVAL | {"attributeValue": "299"}]}, "setting"),
    ("SetChargingProfile", {"evseId": 1, "chargingProfile": PROFILE}, "charging-profile"),
    ("SetDisplayMessage", {"message": MESSAGE}, "display-message"),
    ("ReserveNow", RESERVATION, "reservation"),
    ("SetMonitoringLevel", {"severity": 5}, "monitoring"),
    ("GetCompositeSchedule", {"evseId": 1, "duration": 60}, "composite-schedule"),
    ("ChangeAvailability", {"operationalStatus": "Operative"}, "availability"),
    ("TriggerMessage", {"requestedMessage": "Heartbeat"}, "trigger"),
]
REPORTS = [
    ("GetBaseReport", {"requestId": 11, "reportBase": "FullInventory"}),
    ("GetMonitoringReport", {"requestId": 12}),
    ("GetChargingProfiles", {"requestId": 13, "chargingProfile": {"stackLevel": 0}}),
    ("GetDisplayMessages", {"requestId": 14}),
]


def test_answers_and_reports_become_records(cloud):
    station_id = register(cloud)
    config = Config(Credentials(station_id, PASSWORD, cloud.ocpp), evses=1)

    async def play(operate: Callable[[], None]) -> None:
        async with Station(config) as station:
            await asyncio.wait_for(station.registration.accepted.wait(), 60)
            await asyncio.to_thread(operate)

    asyncio.run(play(lambda: operate(cloud, station_id)))


def operate(cloud: Any, station_id: str) -> None:
    for action, payload, kind in ASKED:
        call_id = ask(cloud, station_id, action, payload)
        record = eventually(lambda kind=kind: records(cloud, station_id, kind))
        assert record, (action, see(cloud, station_id, call_id))
    for action, payload in REPORTS:
        ask(cloud, station_id, action, payload)
    key = str(REPORTS[0][1]["requestId"])
    eventually(lambda: records(cloud, station_id, "report").get(key, {}).get("complete"))
    interval = records(cloud, station_id, "variable")["OCPPCommCtrlr/HeartbeatInterval"]
    assert interval["attributes"][0]["value"] == "299"
    wanted = {str(payload["requestId"]) for _, payload in REPORTS}
    eventually(lambda: wanted <= complete(cloud, station_id))
    assert set(records(cloud, station_id, "charging-profile")) == {"4"}
    assert set(records(cloud, station_id, "display-message")) == {"3"}
    customer = {"requestId": 15, "report": True, "clear": False, "idToken": TOKEN}
    ask(cloud, station_id, "CustomerInformation", customer)
    told = eventually(lambda: records(cloud, station_id, "customer-information"))
    assert set(told) == {"15"}
    eventually(lambda: "text" in records(cloud, station_id, "customer-information")["15"])


def ask(cloud: Any, station_id: str, action: str, payload: dict[str, Any]) -> str:
    call = {"action": action, "payload": payload}
    status, answer = cloud.operator("POST", f"/stations/{station_id}/calls", call)
    assert status == 202, (action, answer)
    return str(answer["call_id"])


def see(cloud: Any, station_id: str, call_id: str) -> Any:
    return cloud.operator("GET", f"/stations/{station_id}/calls/{call_id}")[1]


def records(cloud: Any, station_id: str, kind: str) -> dict[str, Any]:
    path = f"/stations/{station_id}/records/{kind}?limit=100"
    found: dict[str, Any] = {}
    cursor = ""
    while cursor is not None:
        page = cloud.operator("GET", path + (f"&cursor={cursor}" if cursor else ""))[1]
        found |= {item["key"]: item["content"] for item in page["items"]}
        cursor = page["cursor"]
    return found


def complete(cloud: Any, station_id: str) -> set[str]:
    reports = records(cloud, station_id, "report")
    return {key for key, report in reports.items() if report["complete"]}
