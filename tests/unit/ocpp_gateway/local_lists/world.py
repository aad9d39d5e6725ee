"""Tokens that change, one station with a list, and calls that end as a test wants them to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from moto import mock_aws

from corridor_kernel.ocpp.calls import CallState
from corridor_kernel.ocpp.schemas import find_violation
from corridor_kernel.times import to_text

START = datetime(2030, 1, 1, tzinfo=UTC)
STATION = "CS1"


class List:
    """The list in a station: refuses what the standard lets it refuse."""

    def __init__(self, limit: int | None = None) -> None:
        self.version = 0
        self.entries: dict[tuple[str, str], dict[str, Any]] = {}
        self.limit = limit
        self.seen: list[tuple[int, str]] = []

    def take(self, payload: dict[str, Any]) -> str:
        version, type = payload["versionNumber"], payload["updateType"]
        self.seen.append((version, type))
        if type == "Differential" and version <= self.version:
            return "VersionMismatch"
        after = {} if type == "Full" else dict(self.entries)
        for entry in payload.get("localAuthorizationList", []):
            key = entry["idToken"]["idToken"].lower(), entry["idToken"]["type"]
            if "idTokenInfo" in entry:
                after[key] = entry["idTokenInfo"]
            else:
                assert type == "Differential", "each entry of a Full has an idTokenInfo"
                after.pop(key, None)
        if self.limit is not None and len(after) > self.limit:
            return "Failed"
        self.entries, self.version = after, version
        return "Accepted"


class World:
    """`calls` wait to be answered; `tick` lets time pass."""

    def __init__(self, items: int = 2, limit: int | None = None) -> None:
        self.now = START
        self.list = List(limit)
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.versions: list[int] = []
        self.items = items
        self._register(items, limit)

    def tick(self, seconds: float = 30) -> None:
        self.now += timedelta(seconds=seconds)

    def change(self, uid: str, **more: Any) -> bool:
        """A token is from now on what `more` says; whether lists have to follow."""
        from ocpp_gateway.copy_token import copy_token

        self.tick(0.001)
        told = {"type": "ISO14443", "uid": uid, "status": "Accepted", "whitelist": "ALWAYS"}
        return copy_token(told | {"updated_at": to_text(self.now)} | more, self.now)

    def sync(self, **occasion: Any) -> Any:
        from ocpp_gateway.local_lists.sync_local_list import Occasion, sync_local_list

        return sync_local_list(STATION, self.now, Occasion(**occasion))

    def send(self, station_id: str, call_id: str, action: str, payload: dict[str, Any]) -> str:
        from ocpp_gateway.tables import CallTable

        assert station_id == STATION
        assert len(call_id) <= 36
        assert find_violation(f"{action}Request", payload, "ocpp2.0.1") is None
        if action == "SendLocalList":
            assert len(payload.get("localAuthorizationList", [])) <= self.items
            self.versions.append(payload["versionNumber"])
        self.calls.append((call_id, action, payload))
        CallTable(STATION, f"call#{call_id}", call_id=call_id, state=CallState.SENT).save()
        return "1"

    def answer(self, status: str | None = None, times: int = 1) -> None:
        """The oldest call gets its CALLRESULT: the station's own, or `status` and no list."""
        call_id, action, payload = self.calls.pop(0)
        if action == "GetLocalListVersion":
            response: dict[str, Any] = {"versionNumber": self.list.version}
        else:
            response = {"status": status or self.list.take(payload)}
        self.end(call_id, "Result")
        for _ in range(times):
            self.keep(call_id, action, payload, response)

    def lose(self, *, applied: bool, outcome: str = "Timeout") -> None:
        """The oldest call is never answered, whether the station took it or not."""
        call_id, action, payload = self.calls.pop(0)
        if applied and action == "SendLocalList":
            self.list.take(payload)
        self.end(call_id, outcome)

    def settle(self) -> None:
        """Everything is answered until nothing is left to be said."""
        for _ in range(200):
            if not self.calls:
                return
            self.answer()
        raise AssertionError("it never ends")

    def keep(self, call_id: str, action: str, payload: Any, response: Any) -> None:
        from ocpp_gateway.domain.calls import Finished
        from ocpp_gateway.outbound_routes import OUTBOUND

        keep = OUTBOUND["ocpp2.0.1"][action].keep
        assert keep is not None
        keep(Finished(STATION, call_id, action, "ocpp2.0.1", payload, response, self.now))

    def end(self, call_id: str, outcome: str) -> None:
        from ocpp_gateway.tables import CallTable

        call = CallTable.get(STATION, f"call#{call_id}")
        call.update([CallTable.state.set(CallState.FINISHED), CallTable.outcome.set(outcome)])

    def state(self) -> Any:
        from ocpp_gateway.domain.local_list import local_list_of
        from ocpp_gateway.records import find_record

        return local_list_of(find_record(STATION, "local-list", "state"))

    def statuses(self) -> dict[str, str]:
        """What the station would say of each token in its list."""
        return {uid: info["status"] for (uid, _), info in self.list.entries.items()}

    def connect(self, **changes: Any) -> None:
        from ocpp_gateway.tables import StationTable

        attributes = {
            "kind": "station",
            "protocol": "ocpp2.0.1",
            "registration": "Accepted",
            "boot_status": "Accepted",
            "site": {"id": "S1"},
            "connection_id": "S0CK3T=",
        }
        StationTable(STATION, "station", **(attributes | changes)).save()

    def _register(self, items: int, limit: int | None) -> None:
        from ocpp_gateway.records import put_record

        self.connect()
        told = {"Enabled": "true", "ItemsPerMessage": str(items), "BytesPerMessage": "9000"}
        for name, value in told.items():
            content = {"attributes": [{"type": "Actual", "value": value}]}
            put_record(STATION, "variable", f"LocalAuthListCtrlr/{name}", content, self.now)
        if limit is not None:
            entries = {"attributes": [], "characteristics": {"maxLimit": limit}}
            put_record(STATION, "variable", "LocalAuthListCtrlr/Entries", entries, self.now)


@contextmanager
def world(**room: Any) -> Iterator[World]:
    """A world of its own; the calls that it sends stay in it."""
    with mock_aws():
        from ocpp_gateway.local_lists import sync_local_list
        from ocpp_gateway.tables import CallTable, RecordTable, StationTable, TokenTable

        for model in (CallTable, RecordTable, StationTable, TokenTable):
            model.create_table(billing_mode="PAY_PER_REQUEST")
        made = World(**room)
        with patch.object(sync_local_list, "send_call", made.send):
            yield made
