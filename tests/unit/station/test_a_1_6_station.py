"""The simulated 1.6 station, against a small backend of the `ocpp` package's own classes."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from websockets.asyncio.server import ServerConnection, serve

from corridor_kernel.times import to_text
from local.station.clock import Clock
from local.station.link import Credentials
from local.station.signing import Encoding, Shape, Signing
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from local.station16.station import Config16, Station16
from ocpp_gateway.domain.ocpp16.meter_values import signed_meter_value
from sessions.domain.ocmf.assessment import Checked, assess
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verification import verify
from tests.unit.station.conftest import PATIENCE_S
from tests.unit.station.waiting import until

CARD = IdToken("CARD", "ISO14443")


class Backend(ChargePoint):
    """Accepts the card CARD; `heard` is what the station said."""

    heard: list[tuple[str, dict[str, Any]]]

    @on("BootNotification")
    def boot(self, **told: Any) -> Any:
        return call_result.BootNotification(to_text(datetime.now(UTC)), 300, "Accepted")

    @on("Heartbeat")
    def heartbeat(self, **told: Any) -> Any:
        return call_result.Heartbeat(to_text(datetime.now(UTC)))

    @on("StatusNotification")
    def status(self, **told: Any) -> Any:
        self.heard.append(("StatusNotification", told))
        return call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, id_tag: str) -> Any:
        return call_result.Authorize({"status": "Accepted" if id_tag == "CARD" else "Invalid"})

    @on("StartTransaction")
    def started(self, **told: Any) -> Any:
        self.heard.append(("StartTransaction", told))
        return call_result.StartTransaction(77, {"status": "Accepted"})

    @on("MeterValues")
    def meter_values(self, **told: Any) -> Any:
        self.heard.append(("MeterValues", told))
        return call_result.MeterValues()

    @on("StopTransaction")
    def stopped(self, **told: Any) -> Any:
        self.heard.append(("StopTransaction", told))
        return call_result.StopTransaction()


@pytest.fixture
def play():
    """Runs a scene with the station and whatever socket it has; answers what was heard."""

    def run(scene, **config) -> list[tuple[str, dict[str, Any]]]:
        return asyncio.run(_play(scene, config))

    return run


async def _play(scene, given) -> list[tuple[str, dict[str, Any]]]:
    heard: list[tuple[str, dict[str, Any]]] = []
    sockets: list[Backend] = []

    async def accept(connection: ServerConnection) -> None:
        backend = Backend("CS", connection, response_timeout=PATIENCE_S)
        backend.heard = heard
        sockets.append(backend)
        try:
            await backend.start()
        except Exception:
            return

    async with serve(accept, "127.0.0.1", 0, subprotocols=["ocpp1.6"]) as server:  # type: ignore[list-item]
        port = server.sockets[0].getsockname()[1]
        credentials = Credentials("CS", "secret", f"ws://127.0.0.1:{port}/ocpp/")
        config = Config16(credentials, visitor=Vehicle(), back_off_s=0, **given)
        clock = Clock(datetime.now(UTC) - timedelta(hours=6), speed=1200)
        async with asyncio.timeout(PATIENCE_S), Station16(config, clock) as station:
            await station.accepted.wait()
            await scene(station, sockets)
            await station.queue.wait_empty()
    return [(action, told) for action, told in heard if action != "StatusNotification"]


async def charge(station: Station16) -> None:
    connector = station.evses[1]
    connector.plug_in(Vehicle())
    assert await connector.present(CARD) == "Accepted"
    await station.clock.sleep(300)
    assert await connector.present(CARD) == "Accepted"
    connector.unplug()


def test_a_visit_tells_start_values_and_stop(play):
    async def scene(station, sockets):
        await charge(station)
        (entry,) = station.book
        await station.queue.wait_empty()
        assert entry.transaction_id == "77"
        assert entry.energy_wh > 0

    heard = play(scene)
    assert heard[0][0] == "StartTransaction"
    assert heard[-1][0] == "StopTransaction"
    assert {action for action, _ in heard[1:-1]} == {"MeterValues"}
    assert {told["transaction_id"] for _, told in heard[1:]} == {77}
    assert heard[-1][1]["meter_stop"] > heard[0][1]["meter_start"]


def test_what_happens_offline_is_replayed_with_the_id_it_gets_then(play):
    async def scene(station, sockets):
        assert await station.evses[1].present(CARD) == "Accepted"
        station.evses[1].stop("Local")
        await station.queue.wait_empty()
        station.go_offline()
        await until(lambda: not station.is_online)
        await charge(station)
        station.come_back()

    heard = play(scene)
    assert [action for action, _ in heard].count("StartTransaction") == 2
    assert heard[-1][0] == "StopTransaction"
    assert heard[-1][1]["transaction_id"] == 77


def test_the_backend_starts_and_stops_it(play):
    async def scene(station, sockets):
        answer = await sockets[-1].call(call.RemoteStartTransaction("CARD", 1))
        assert answer.status == "Accepted"
        await until(lambda: station.connector_of(77))
        await station.clock.sleep(120)
        answer = await sockets[-1].call(call.RemoteStopTransaction(77))
        assert answer.status == "Accepted"
        await until(lambda: station.connector_of(77) is None)

    heard = play(scene)
    assert heard[-1][1]["reason"] == "Remote"


def test_its_configuration_can_be_read_and_changed(play):
    async def scene(station, sockets):
        backend = sockets[-1]
        changed = await backend.call(call.ChangeConfiguration("metervaluesampleinterval", "30"))
        assert changed.status == "Accepted"
        unknown = await backend.call(call.ChangeConfiguration("Coffee", "1"))
        assert unknown.status == "NotSupported"
        told = await backend.call(call.GetConfiguration(["MeterValueSampleInterval", "Coffee"]))
        assert told.configuration_key == [
            {"key": "MeterValueSampleInterval", "readonly": False, "value": "30"}
        ]
        assert told.unknown_key == ["Coffee"]

    play(scene)


def values(heard):
    """(action, context, format, value) of every sampled value."""
    return [
        (action, sampled.get("context"), sampled.get("format"), sampled["value"])
        for action, told in heard
        for member in ("meter_value", "transaction_data")
        for value in told.get(member, [])
        for sampled in value["sampled_value"]
    ]


def records(heard):
    """(action, context, record, key) of every signed value, read as the gateway reads them."""
    return [
        (action, context, read_record(value["signedMeterData"]), value["publicKey"])
        for action, context, format, text in values(heard)
        if format == "SignedData"
        for value in [signed_meter_value(text)]
    ]


async def short_charge(station, sockets):
    station.evses[1].plug_in(Vehicle())
    assert await station.evses[1].present(CARD) == "Accepted"
    station.evses[1].unplug()


def test_a_signing_station_signs_begin_and_end_in_the_stop(play):
    heard = play(short_charge, signing=Signing())
    told = records(heard)
    assert [(action, context) for action, context, *_ in told] == [
        ("StopTransaction", "Transaction.Begin"),
        ("StopTransaction", "Transaction.End"),
    ]
    key = read_key(told[0][3])
    checked = [Checked(record, verify(record, key)) for *_, record, _ in told]
    assert assess(checked, Expected(id_token="CARD")).state == "valid"


@pytest.mark.parametrize("encoding", Encoding)
def test_a_begin_may_come_in_meter_values_and_in_any_encoding(play, encoding):
    heard = play(short_charge, signing=Signing(shape=Shape.APART, encoding=encoding))
    assert [(action, context) for action, context, *_ in records(heard)] == [
        ("MeterValues", "Transaction.Begin"),
        ("StopTransaction", "Transaction.End"),
    ]


def test_its_meter_can_be_replaced_and_the_configuration_shows_the_key(play):
    async def scene(station, sockets):
        shown = [station.configuration.text("MeterPublicKey1")]
        await short_charge(station, sockets)
        station.evses[1].readings.replace_meter()
        shown.append(station.configuration.text("MeterPublicKey1"))
        await short_charge(station, sockets)
        changed = await sockets[-1].call(call.ChangeConfiguration("MeterPublicKey1", "mine"))
        assert changed.status == "Rejected"
        keys.extend(shown)

    keys = []
    told = records(play(scene, signing=Signing(shape=Shape.TOGETHER)))
    assert [key for *_, key in told] == keys
    assert told[0][2].meter_serial != told[1][2].meter_serial


def test_a_station_that_signs_nothing_has_no_keys_of_signing(play):
    async def scene(station, sockets):
        changed = await sockets[-1].call(
            call.ChangeConfiguration("SampledDataSignReadings", "true")
        )
        assert changed.status == "NotSupported"
        await short_charge(station, sockets)

    assert values(play(scene)) == []
