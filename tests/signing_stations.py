"""Simulated stations whose meters sign, at a German site of their own, for tests on the cloud."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import uuid4

from corridor_kernel.identifiers import session_id
from corridor_kernel.times import to_text
from local.station.book import Entry
from local.station.clock import Clock
from local.station.config import Config
from local.station.link import Credentials
from local.station.quirks import Quirks
from local.station.signer import Signer
from local.station.signing import Signing
from local.station.station import Station
from local.station.token import IdToken
from local.station.vehicle import Curve, Vehicle
from local.station16.station import Config16, Station16
from sessions.domain.ocmf.record import read_record
from tests.sockets import PASSWORD
from tests.waiting import TIMEOUT_S, eventually

GUEST = IdToken("", "NoAuthorization")
CAR = Vehicle(2000.5, Curve(max_power_w=100_000, min_power_w=100_000, ramp_s=0))
"""Full in 72 seconds; half a Wh is too little for messages of 1.6, but not for their meters."""
SPEED = 600
AGO = timedelta(hours=3)
PRICE_PER_KWH = Decimal("0.50")
VAT = Decimal("1.19")

Scene = Callable[[Any], Awaitable[None]]


class Road:
    """A German site at which a kWh costs 0.50 and 19 % VAT."""

    def __init__(self, cloud: Any) -> None:
        self.cloud = cloud
        self.site = {
            "id": f"DE-{uuid4().hex[:8]}",
            "time_zone": "Europe/Berlin",
            "country": "DE",
            "currency": "EUR",
        }
        assigned = [{"site": self.site["id"]}]
        self.post("/tariffs", {"tariff": _tariff(self.site["id"]), "assigned_to": assigned})

    def station(self, signing: Signing | None, ago: timedelta = AGO, **quirks: bool) -> Station:
        """A new station of 2.0.1, whose clock began that long ago."""
        config = Config(
            self._register("ocpp2.0.1"),
            evses=1,
            variables={"TxUpdatedInterval": 100_000},
            quirks=Quirks(**quirks),
            signing=signing,
        )
        return Station(config, Clock(datetime.now(UTC) - ago, SPEED))

    def station16(self, signing: Signing) -> Station16:
        """A new station of 1.6."""
        credentials = self._register("ocpp1.6")
        config = Config16(credentials, evses=1, back_off_s=0.2, signing=signing)
        return Station16(config, Clock(datetime.now(UTC) - AGO, SPEED))

    def enter_key(self, station_id: str, signer: Signer, ago: timedelta = AGO) -> dict[str, Any]:
        """The key of the meter at EVSE 1, as printed on it, valid since a little before then."""
        since = datetime.now(UTC) - ago - timedelta(minutes=5)
        key = {
            "public_key": signer.meter.label,
            "meter_serial": signer.meter.serial,
            "by": "the fitter",
            "time_certified": True,
            "valid_from": to_text(since),
        }
        return self.post(f"/stations/{station_id}/evses/1/meter-keys", key)

    def closed(self, entry: Entry) -> dict[str, Any]:
        """The session of a transaction, once it is billed or put aside."""
        return self._once(entry, "SETTLED", "UNSETTLED")

    def billed(self, entry: Entry) -> dict[str, Any]:
        """The session of a transaction with its bill, which is right by the signed registers."""
        session = self.closed(entry)
        assert session["state"] == "SETTLED", session["unsettled_reason"]
        self._assert_right(session)
        return session

    def billed_at_last(self, entry: Entry) -> dict[str, Any]:
        """The same, of one that was put aside and is tried again."""
        session = self._once(entry, "SETTLED")
        self._assert_right(session)
        return session

    def put_aside(self, entry: Entry) -> dict[str, Any]:
        """The session of a transaction that is not billed for want of a valid pair."""
        session = self.closed(entry)
        assert session["state"] == "UNSETTLED", session["total_incl_vat"]
        assert "NoValidSignedValues" in session["unsettled_reason"]
        cdrs = self.get(f"/cdrs?session_id={session['session_id']}")["items"]
        assert cdrs == []
        return session

    def try_again(self, session: dict[str, Any]) -> None:
        """Have it billed after all."""
        self.post(f"/sessions/{session['session_id']}/settlement")

    def values(self, session: dict[str, Any]) -> list[dict[str, Any]]:
        """What its meter has signed."""
        items: list[dict[str, Any]]
        items = self.get(f"/sessions/{session['session_id']}/signed-values")["items"]
        return items

    def signed_wh(self, session: dict[str, Any]) -> Decimal:
        """What lies between the highest and the lowest register of them."""
        records = [read_record(value["data"]) for value in self.values(session)]
        registers = [one.wh for record in records for one in record.readings if one.wh is not None]
        return max(registers) - min(registers)

    def get(self, path: str) -> Any:
        status, answer = self.cloud.operator("GET", path)
        assert status == 200, answer
        return answer

    def post(self, path: str, content: Any = None) -> Any:
        status, answer = self.cloud.operator("POST", path, content)
        assert status in (200, 201, 202), answer
        return answer

    def _once(self, entry: Entry, *states: str) -> dict[str, Any]:
        path = f"/sessions/{session_id(entry.station_id, entry.transaction_id)}"

        def look() -> Any:
            status, session = self.cloud.operator("GET", path)
            assert status in (200, 404)
            return session if session.get("state") in states else None

        session: dict[str, Any] = eventually(look)
        return session

    def _assert_right(self, session: dict[str, Any]) -> None:
        gross = self.signed_wh(session) / 1000 * PRICE_PER_KWH * VAT
        assert Decimal(session["total_incl_vat"]) == gross.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def _register(self, protocol: str) -> Credentials:
        connectors = [{"id": 1, "type": "cCCS2", "max_power_w": 150_000}]
        station = {
            "id": f"SIGNS-{uuid4().hex[:8]}",
            "password": PASSWORD,
            "site": self.site,
            "evses": [{"id": 1, "connectors": connectors}],
            "protocol": protocol,
            "provisioning": "OnRequest",
        }
        self.post("/stations", station)
        return Credentials(str(station["id"]), PASSWORD, self.cloud.ocpp)


def drive(station: Any, scene: Scene) -> None:
    """Play a scene with an accepted station until the backend has heard all of it."""
    asyncio.run(_drive(station, scene))


async def _drive(station: Any, scene: Scene) -> None:
    async with asyncio.timeout(TIMEOUT_S), station:
        await station.accepted.wait()
        await scene(station)
        await station.queue.wait_empty()


async def charge(station: Station) -> None:
    """A guest's car takes what it wants at EVSE 1."""
    evse = station.evses[1]
    evse.plug_in(CAR)
    evse.start(GUEST, "Authorized")
    await _until(station, lambda: evse.meter.is_full(CAR))
    evse.unplug()


async def charge16(station: Station16) -> None:
    """The same at a station of 1.6, with a card that nobody asks for."""
    connector = station.evses[1]
    connector.plug_in(CAR)
    connector.start("GUEST")
    await _until(station, lambda: connector.meter.is_full(CAR))
    connector.unplug()


async def _until(station: Any, true: Callable[[], bool]) -> None:
    while not true():
        await station.clock.sleep(1)


def _tariff(id: str) -> dict[str, Any]:
    component = {"type": "ENERGY", "price": 0.5, "vat": 19, "step_size": 1}
    return {
        "country_code": "DE",
        "party_id": "COR",
        "id": id,
        "currency": "EUR",
        "start_date_time": "2026-01-01T00:00:00Z",
        "elements": [{"price_components": [component]}],
    }
