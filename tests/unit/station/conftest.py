"""A small backend over a real socket, made of the `ocpp` package's own classes."""

import asyncio
from base64 import b64decode
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ocpp.routing import on
from ocpp.v201 import ChargePoint, call_result
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from corridor_kernel.times import to_text
from local.station.clock import Clock
from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station

PASSWORD = "a-password-of-a-station"
LATE_S = 0.05
# Long enough for a machine that does much else: it ends only what hangs.
PATIENCE_S = 60
QUICK = {
    "RetryBackOffWaitMinimum": 0,
    "RetryBackOffRandomRange": 0,
    "MessageAttemptInterval": 0,
    # None in a day: at the clock's speed the queue of a slow machine would never be empty.
    "TxUpdatedInterval": 100_000,
}


class Session(ChargePoint):
    """One socket of a station; what the backend says is looked up in its Csms."""

    def __init__(self, csms: "Csms", identity: str, connection: ServerConnection) -> None:
        super().__init__(identity, connection, response_timeout=PATIENCE_S)
        self.csms = csms

    async def route_message(self, raw: str) -> None:
        self.csms.frames.append(raw)
        for spoiled in self.csms.spoiled:
            if spoiled[0] in raw:
                self.csms.spoiled.remove(spoiled)
                await self._connection.send(spoiled[1])
                return
        await super().route_message(raw)

    @on("BootNotification", skip_schema_validation=True)
    def boot(self, reason: str, **_: Any) -> Any:
        status = self.csms.boots.pop(0) if self.csms.boots else "Accepted"
        self.csms.heard.append(("BootNotification", reason))
        return call_result.BootNotification(_now(), self.csms.interval_s, status)

    @on("Heartbeat")
    def heartbeat(self, **_: Any) -> Any:
        self.csms.heard.append(("Heartbeat", None))
        return call_result.Heartbeat(_now())

    @on("StatusNotification")
    def status(self, evse_id: int, connector_status: str, **_: Any) -> Any:
        self.csms.heard.append(("StatusNotification", (evse_id, connector_status)))
        return call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, id_token: dict[str, str], **_: Any) -> Any:
        self.csms.heard.append(("Authorize", id_token["id_token"]))
        return call_result.Authorize(self.csms.token_info(id_token))

    @on("NotifyReport")
    def report(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyReport", message))
        return call_result.NotifyReport()

    @on("NotifyEvent")
    def notify_event(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyEvent", message))
        return call_result.NotifyEvent()

    @on("NotifyMonitoringReport")
    def monitoring_report(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyMonitoringReport", message))
        return call_result.NotifyMonitoringReport()

    @on("NotifyChargingLimit")
    def charging_limit(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyChargingLimit", message))
        return call_result.NotifyChargingLimit()

    @on("ClearedChargingLimit")
    def cleared_limit(self, **message: Any) -> Any:
        self.csms.heard.append(("ClearedChargingLimit", message))
        return call_result.ClearedChargingLimit()

    @on("ReportChargingProfiles")
    def profiles(self, **message: Any) -> Any:
        self.csms.heard.append(("ReportChargingProfiles", message))
        return call_result.ReportChargingProfiles()

    @on("NotifyDisplayMessages")
    def display_messages(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyDisplayMessages", message))
        return call_result.NotifyDisplayMessages()

    @on("NotifyCustomerInformation")
    def customer_information(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyCustomerInformation", message))
        return call_result.NotifyCustomerInformation()

    @on("MeterValues")
    def meter_values(self, **message: Any) -> Any:
        self.csms.heard.append(("MeterValues", message))
        return call_result.MeterValues()

    @on("NotifyEVChargingNeeds")
    def charging_needs(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyEVChargingNeeds", message))
        return call_result.NotifyEVChargingNeeds("Accepted")

    @on("NotifyEVChargingSchedule")
    def charging_schedule(self, **message: Any) -> Any:
        self.csms.heard.append(("NotifyEVChargingSchedule", message))
        return call_result.NotifyEVChargingSchedule("Accepted")

    @on("ReservationStatusUpdate")
    def reservation(self, **message: Any) -> Any:
        self.csms.heard.append(("ReservationStatusUpdate", message))
        return call_result.ReservationStatusUpdate()

    @on("FirmwareStatusNotification")
    async def firmware_status(self, **message: Any) -> Any:
        """Answered late, as the next two: whoever reads `heard` may ask the station meanwhile."""
        self.csms.heard.append(("FirmwareStatusNotification", message))
        await asyncio.sleep(LATE_S)
        return call_result.FirmwareStatusNotification()

    @on("PublishFirmwareStatusNotification")
    async def publication_status(self, **message: Any) -> Any:
        self.csms.heard.append(("PublishFirmwareStatusNotification", message))
        await asyncio.sleep(LATE_S)
        return call_result.PublishFirmwareStatusNotification()

    @on("LogStatusNotification")
    async def log_status(self, **message: Any) -> Any:
        self.csms.heard.append(("LogStatusNotification", message))
        await asyncio.sleep(LATE_S)
        return call_result.LogStatusNotification()

    @on("SignCertificate")
    def sign_certificate(self, **message: Any) -> Any:
        self.csms.heard.append(("SignCertificate", message))
        return call_result.SignCertificate(status="Accepted")

    @on("SecurityEventNotification")
    def security_event(self, **message: Any) -> Any:
        self.csms.heard.append(("SecurityEventNotification", message))
        return call_result.SecurityEventNotification()

    @on("TransactionEvent", skip_schema_validation=True)
    def transaction_event(self, **event: Any) -> Any:
        self.csms.heard.append(("TransactionEvent", event))
        token = event.get("id_token")
        return call_result.TransactionEvent(
            id_token_info=self.csms.token_info(token) if token else None
        )


class Csms:
    """Its public lists are what it says next and what it heard so far.

    `spoiled` pairs a text with the frame that answers the next message with that text in it;
    `sockets` is how many are open.
    """

    def __init__(self) -> None:
        self.boots: list[str] = []
        self.tokens: dict[str, dict[str, Any]] = {"CARD": {"status": "Accepted"}}
        self.spoiled: list[tuple[str, str]] = []
        self.interval_s = 300
        self.frames: list[str] = []
        self.heard: list[tuple[str, Any]] = []
        self.handshakes: list[tuple[str, str, str | None]] = []
        self.session: Session | None = None
        self.sockets = 0
        self.url = ""

    def token_info(self, token: dict[str, str]) -> dict[str, Any]:
        return self.tokens.get(token["id_token"], {"status": "Unknown"})

    def events(self) -> list[dict[str, Any]]:
        return [what for action, what in self.heard if action == "TransactionEvent"]

    def actions(self) -> list[str]:
        return [action for action, _ in self.heard]

    async def tell(self, request: Any) -> Any:
        """A CALL to the station; raises the OCPPError of a CALLERROR."""
        assert self.session
        return await self.session.call(request, suppress=False)

    async def serve(self, connection: ServerConnection) -> None:
        request = connection.request
        assert request
        basic = request.headers["Authorization"].removeprefix("Basic ")
        self.handshakes.append((request.path, b64decode(basic).decode(), connection.subprotocol))
        self.session = Session(self, request.path.rpartition("/")[2], connection)
        self.sockets += 1
        try:
            await self.session.start()
        except ConnectionClosed:
            return
        finally:
            self.sockets -= 1


Play = Callable[[Csms, Station], Awaitable[None]]


@pytest.fixture
def play() -> Callable[..., Csms]:
    """Runs a coroutine function with a backend and a station of it; answers the backend."""

    def run(scene: Play, csms: Csms | None = None, **config: Any) -> Csms:
        csms = csms or Csms()
        asyncio.run(_run(scene, csms, config))
        return csms

    return run


@pytest.fixture
def csms() -> Csms:
    return Csms()


async def _run(scene: Play, csms: Csms, config: dict[str, Any]) -> None:
    speed = config.pop("speed", 3000)
    variables = QUICK | config.pop("variables", {})
    async with _listening(csms), asyncio.timeout(PATIENCE_S):
        credentials = Credentials("CS/1", PASSWORD, csms.url)
        clock = Clock(datetime.now(UTC) - timedelta(hours=12), speed)
        async with Station(Config(credentials, variables=variables, **config), clock) as station:
            await scene(csms, station)


@asynccontextmanager
async def _listening(csms: Csms) -> Any:
    async with serve(csms.serve, "127.0.0.1", 0, subprotocols=["ocpp2.0.1"]) as server:
        port = server.sockets[0].getsockname()[1]
        csms.url = f"ws://127.0.0.1:{port}/ocpp/"
        yield


def _now() -> str:
    return to_text(datetime.now(UTC))
