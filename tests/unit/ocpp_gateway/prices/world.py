"""One station that shows prices its own way, and answers what it is asked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from corridor_kernel.ocpp.calls import CallState, Outcome
from corridor_kernel.ocpp.schemas import find_violation
from corridor_kernel.times import to_text
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.domain.price_display import display_of
from ocpp_gateway.handlers import on_price_display_changed
from ocpp_gateway.prices.show_prices import show_prices
from ocpp_gateway.records import find_record, put_record
from ocpp_gateway.tables import CallTable, StationTable
from tests.station_calls import station_calls

START = datetime(2030, 1, 1, tzinfo=UTC)
STATION = "CS1"

DISPLAY = {
    "DisplayMessageCtrlr/Available": "true",
    "DisplayMessageCtrlr/SupportedFormats": "ASCII,UTF8",
    "DisplayMessageCtrlr/SupportedPriorities": "AlwaysFront,InFront,NormalCycle",
}
FALLBACK = {"TariffCostCtrlr/TariffFallbackMessage": ""}


def price(*texts: str, places: tuple[str, ...] = ()) -> dict[str, Any]:
    """In German, and in English if there is a second text; short is what comes before a `|`."""
    told = [
        {"language": of, "text": text, "short": text.partition("|")[0][:255]}
        for of, text in zip(("de", "en"), texts, strict=False)
    ]
    return {"tariff_id": "T1", "texts": told} | ({"places": list(places)} if places else {})


class World:
    """`shows` are its messages by id, `variables` what it has; `refuses` which actions it does."""

    def __init__(self, *has: dict[str, str], protocol: str = "ocpp2.0.1", most: int = 0) -> None:
        self.now = START
        self.revision = 0
        self.shows: dict[int, tuple[str, str]] = {}
        self.variables = {key: value for told in has for key, value in told.items()}
        self.refuses: dict[str, str] = {}
        self.out: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self._connect(protocol)
        for key, value in self.variables.items():
            self.report(key, value)
        if most:
            self.report("DisplayMessageCtrlr/DisplayMessages", maxLimit=most)

    def report(self, key: str, value: str | None = None, **characteristics: Any) -> None:
        attributes = [] if value is None else [{"type": "Actual", "value": value}]
        content = {"attributes": attributes, "characteristics": characteristics}
        put_record(STATION, "variable", key, content, self.now)

    def tell(self, *prices: dict[str, Any], times: int = 1, late: int = 0) -> None:
        """PriceDisplayChanged comes, perhaps more than once, perhaps after `late` others."""
        self.revision += 1
        data = {"station_id": STATION, "revision": self.revision - late, "prices": prices}
        data |= {"from": to_text(START), "currency": "EUR"}
        body = orjson.dumps({"detail": {"data": data}}).decode()
        for _ in range(times):
            on_price_display_changed.handler({"Records": [{"body": body}]}, None)

    def settle(self) -> None:
        """Whatever is asked is answered, until nothing is left to be said."""
        for _ in range(30):
            self.out += station_calls()
            if not self.out:
                return
            self.answer()
        raise AssertionError("it never ends")

    def answer(self, times: int = 2) -> None:
        """The oldest call gets its answer, and the stream tells of it twice."""
        self.out += station_calls()
        call = self.out.pop(0)
        response = self._take(call["action"], call["payload"])
        outcome = Outcome.RESULT if response else Outcome.ERROR
        self._end(call, outcome, response, times)

    def lose(self, outcome: Outcome = Outcome.TIMEOUT, *, applied: bool = False) -> None:
        """The oldest call is never answered, whether the station took it or not."""
        self.out += station_calls()
        call = self.out.pop(0)
        if applied:
            self._take(call["action"], call["payload"])
        self._end(call, outcome, None, 1)

    def boot(self) -> None:
        """What it showed is gone; variables stay."""
        self.shows = {}
        self.now += timedelta(seconds=60)
        self.change(booted_at=self.now)
        self.ready()

    def go(self) -> None:
        self.change(connection_id=None)

    def come(self) -> None:
        self.change(connection_id="S0CK3T=")
        self.ready()

    def change(self, **attributes: Any) -> None:
        """What we know of the station is from now on this."""
        item = StationTable.get(STATION, "station")
        for name, value in attributes.items():
            setattr(item, name, value)
        item.save()

    def ready(self) -> None:
        show_prices(STATION, self.now)

    def display(self) -> Any:
        return display_of(find_record(STATION, "price-display", "state"))

    def texts(self) -> list[str]:
        return [content for _, content in self.shows.values()]

    def _take(self, action: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        self.asked.append(action)
        if action in self.refuses:
            return {"status": self.refuses[action]} if self.refuses[action] else None
        match action:
            case "SetDisplayMessage":
                content = payload["message"]["message"]
                self.shows[payload["message"]["id"]] = content["language"], content["content"]
            case "ClearDisplayMessage":
                known = self.shows.pop(payload["id"], None)
                return {"status": "Accepted" if known else "Unknown"}
            case "SetVariables":
                (datum,) = payload["setVariableData"]
                self.variables[_key(datum)] = datum["attributeValue"]
                return {"setVariableResult": [_told(datum, "Accepted")]}
            case "GetVariables":
                return {"getVariableResult": [self._got(one) for one in payload["getVariableData"]]}
        return {"status": "Accepted"}

    def _got(self, asked: dict[str, Any]) -> dict[str, Any]:
        value = self.variables.get(_key(asked))
        if value is None:
            return _told(asked, "UnknownVariable")
        return _told(asked, "Accepted") | {"attributeValue": value}

    def _end(self, sent: dict[str, Any], outcome: str, response: Any, times: int) -> None:
        assert len(sent["call_id"]) <= 36
        assert find_violation(f"{sent['action']}Request", sent["payload"], "ocpp2.0.1") is None
        call = CallTable(
            STATION,
            f"call#{sent['call_id']}",
            call_id=sent["call_id"],
            action=sent["action"],
            protocol="ocpp2.0.1",
            payload=sent["payload"],
            state=CallState.FINISHED,
            outcome=outcome,
            response=response,
            finished_at=self.now + timedelta(milliseconds=1),
        )
        call.save()
        for _ in range(times):
            complete_call(call, self.now)

    def _connect(self, protocol: str) -> None:
        StationTable(
            STATION,
            "station",
            kind="station",
            protocol=protocol,
            registration="Accepted",
            boot_status="Accepted",
            booted_at=self.now,
            connection_id="S0CK3T=",
        ).save()


def _key(named: dict[str, Any]) -> str:
    instance = named["variable"].get("instance")
    suffix = f"[{instance}]" if instance else ""
    return f"{named['component']['name']}/{named['variable']['name']}{suffix}"


def _told(named: dict[str, Any], status: str) -> dict[str, Any]:
    return {
        "attributeStatus": status,
        "component": named["component"],
        "variable": named["variable"],
    }
