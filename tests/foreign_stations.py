"""Charging stations made of the `ocpp` package's own classes: nothing of Corridor's is in them.

They check every frame both ways against the package's schemas, as it does by default.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from ocpp import v16, v201
from ocpp.routing import after, on
from ocpp.v201 import call, call_result
from websockets.asyncio.client import connect

HEARTBEAT = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}


def now() -> str:
    """The instant as this stack writes it: seven decimals, an offset of its own."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0+00:00")


@asynccontextmanager
async def connected(stack: Any, url: str, station_id: str, password: str) -> AsyncIterator[Any]:
    """A station of that class on an open socket."""
    credentials = b64encode(f"{station_id}:{password}".encode()).decode()
    async with connect(
        url + station_id,
        subprotocols=[stack.SUBPROTOCOL],
        additional_headers={"Authorization": f"Basic {credentials}"},
        proxy=None,
        open_timeout=60,
    ) as socket:
        station = stack(station_id, socket, response_timeout=60)
        reader = asyncio.create_task(station.start())
        try:
            yield station
        finally:
            reader.cancel()
            with suppress(asyncio.CancelledError):
                await reader


class Station201(v201.ChargePoint):  # type: ignore[misc]
    """2.0.1: two variables, one transaction at a time; `started`, `stopped` and `reset` tell
    what the backend asked for.
    """

    SUBPROTOCOL = "ocpp2.0.1"

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.interval = "300"
        self.started: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.stopped: asyncio.Queue[str] = asyncio.Queue()
        self.reset: asyncio.Queue[str] = asyncio.Queue()
        self.triggered = asyncio.Event()

    async def boot_until_accepted(self) -> None:
        """Boot, and again when the backend asks or its interval is over."""
        who = {"model": "Foreign", "vendor_name": "Else", "firmware_version": "1"}
        reason = "PowerUp"
        while True:
            self.triggered.clear()
            answer = await self.say(call.BootNotification(who, reason))
            if answer.status == "Accepted":
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(answer.interval):
                    await self.triggered.wait()
                    reason = "Triggered"

    async def say(self, request: Any) -> Any:
        """The answer; raises what the package makes of a CALLERROR."""
        return await self.call(request, suppress=False)

    async def tell(self, kind: str, trigger: str, seq_no: int, register: float, **more: Any) -> Any:
        """A TransactionEvent with a reading in kWh by multiplier, as many meters give it."""
        unit = {"unit": "Wh", "multiplier": 3}
        value = {"value": register, "unit_of_measure": unit}
        info = {"transaction_id": more.pop("transaction_id")} | more.pop("info", {})
        readings = [{"timestamp": now(), "sampled_value": [value]}]
        return await self.say(
            call.TransactionEvent(kind, now(), trigger, seq_no, info, meter_value=readings, **more)
        )

    @on("GetBaseReport")
    def _get_base_report(self, **_: Any) -> Any:
        return call_result.GetBaseReport("Accepted")

    @after("GetBaseReport")
    async def _report(self, request_id: int, **_: Any) -> None:
        attribute = {"value": self.interval, "mutability": "ReadWrite"}
        characteristics = {"data_type": "integer", "supports_monitoring": False}
        report = HEARTBEAT | {
            "variable_attribute": [attribute],
            "variable_characteristics": characteristics,
        }
        await self.say(call.NotifyReport(request_id, now(), 0, [report], tbc=False))

    @on("SetVariables")
    def _set_variables(self, set_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        results = []
        for item in set_variable_data:
            known = item["variable"] == HEARTBEAT["variable"]
            if known:
                self.interval = item["attribute_value"]
            status = "Accepted" if known else "UnknownComponent"
            place = {"component": item["component"], "variable": item["variable"]}
            results.append(place | {"attribute_status": status})
        return call_result.SetVariables(results)

    @on("GetVariables")
    def _get_variables(self, get_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        results = []
        for item in get_variable_data:
            known = item["variable"] == HEARTBEAT["variable"]
            value = {"attribute_value": self.interval} if known else {}
            status = {"attribute_status": "Accepted" if known else "UnknownComponent"}
            place = {"component": item["component"], "variable": item["variable"]}
            results.append(place | status | value)
        return call_result.GetVariables(results)

    @on("TriggerMessage")
    def _trigger(self, **_: Any) -> Any:
        self.triggered.set()
        return call_result.TriggerMessage("Accepted")

    @on("RequestStartTransaction")
    def _start_remotely(self, **request: Any) -> Any:
        self.started.put_nowait(request)
        return call_result.RequestStartTransaction("Accepted")

    @on("RequestStopTransaction")
    def _stop_remotely(self, transaction_id: str, **_: Any) -> Any:
        self.stopped.put_nowait(transaction_id)
        return call_result.RequestStopTransaction("Accepted")

    @on("Reset")
    def _reset(self, type: str, **_: Any) -> Any:
        self.reset.put_nowait(type)
        return call_result.Reset("Accepted")


class Station16(v16.ChargePoint):  # type: ignore[misc]
    """1.6: one key of configuration."""

    SUBPROTOCOL = "ocpp1.6"

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.interval = "300"
        self.started: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.stopped: asyncio.Queue[int] = asyncio.Queue()
        self.reset: asyncio.Queue[str] = asyncio.Queue()

    async def say(self, request: Any) -> Any:
        """The answer; raises what the package makes of a CALLERROR."""
        return await self.call(request, suppress=False)

    @on("GetConfiguration")
    def _get_configuration(self, **_: Any) -> Any:
        key = {"key": "HeartbeatInterval", "readonly": False, "value": self.interval}
        return v16.call_result.GetConfiguration([key], [])

    @on("ChangeConfiguration")
    def _change_configuration(self, key: str, value: str, **_: Any) -> Any:
        if key != "HeartbeatInterval":
            return v16.call_result.ChangeConfiguration("NotSupported")
        self.interval = value
        return v16.call_result.ChangeConfiguration("Accepted")

    @on("RemoteStartTransaction")
    def _start_remotely(self, **request: Any) -> Any:
        self.started.put_nowait(request)
        return v16.call_result.RemoteStartTransaction("Accepted")

    @on("RemoteStopTransaction")
    def _stop_remotely(self, transaction_id: int, **_: Any) -> Any:
        self.stopped.put_nowait(transaction_id)
        return v16.call_result.RemoteStopTransaction("Accepted")

    @on("Reset")
    def _reset(self, type: str, **_: Any) -> Any:
        self.reset.put_nowait(type)
        return v16.call_result.Reset("Accepted")
