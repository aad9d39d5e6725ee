"""`python -m local.station ID`: one simulated station on the local cloud, or on any OCPP backend.

Without --charge it stays at the road and obeys; with it, one driver charges and the program ends.
"""

import argparse
import asyncio
import sys
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from local.cloud import Cloud
from local.operator_client import Operator, Refused
from local.station.clock import Clock
from local.station.config import Config
from local.station.enrolment import password_of, remember_changes
from local.station.link import Credentials
from local.station.meter_keys import ALL_CURVES
from local.station.quirks import Quirks
from local.station.signing import Shape, Signing
from local.station.station import Station
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from local.station16.station import Config16, Station16

CONFLICT = 409


def main() -> int:
    """0 unless the driver was refused or no backend is known."""
    arguments = _arguments()
    try:
        return asyncio.run(_run(arguments))
    except KeyboardInterrupt:
        return 0
    except Refused as refused:
        print(refused, file=sys.stderr)
        if refused.status == CONFLICT:
            print("It is registered already: give its password with --password.", file=sys.stderr)
        return 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.station", description=__doc__)
    add = parser.add_argument
    add("id", help="the OCPP identity")
    add("--url", help="up to the identity; default: the local cloud's")
    add("--password", help="default: registers the station with the local cloud")
    add("--directory", type=Path, default=Cloud.directory, help="the local cloud's place")
    add("--evses", type=int, default=2)
    add("--protocol", choices=["ocpp2.0.1", "ocpp1.6"], default="ocpp2.0.1")
    add("--frames", action="store_true", help="print every frame")
    quirks = [quirk.name for quirk in fields(Quirks)]
    add("--quirk", action="append", default=[], choices=quirks, help="misbehave; repeatable")
    add("--sign", choices=ALL_CURVES, help="its meters sign, with keys on this curve")
    add("--sign-shape", choices=list(Shape), default=Shape.PAIR, help="where signed values stand")
    add("--charge", metavar="TOKEN", help="a driver with this card charges at EVSE 1")
    add("--token-type", default="ISO14443")
    add("--minutes", type=float, default=30, help="how long the driver charges")
    add("--speed", type=float, default=1, help="how many times as fast the charge runs")
    add("--offline-after", type=float, metavar="MINUTES", help="the link breaks while charging")
    add("--offline-for", type=float, metavar="MINUTES", default=5)
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> int:
    credentials = await _credentials(arguments)
    if credentials is None:
        print("No local cloud is up: `make up`, or give --url and --password.", file=sys.stderr)
        return 2
    async with _station(arguments, credentials) as station:
        await station.accepted.wait()
        print(f"{station.id} is accepted by {credentials.url}", flush=True)
        _print_keys(station)
        if arguments.charge is None:
            await asyncio.Event().wait()
        return await _charge(station, arguments)


def _station(arguments: argparse.Namespace, credentials: Credentials) -> Station | Station16:
    on_frame, clock = _print_frame if arguments.frames else None, _clock(arguments)
    curve, shape = arguments.sign, Shape(arguments.sign_shape)
    given: dict[str, Any] = {
        "evses": arguments.evses,
        "visitor": Vehicle(),
        "quirks": Quirks(**dict.fromkeys(arguments.quirk, True)),
        "signing": Signing((curve,), shape) if curve else None,
    }
    if arguments.protocol == "ocpp1.6":
        return Station16(Config16(credentials, **given), clock, on_frame)
    station = Station(Config(credentials, **given), clock, on_frame, _print_cost, _print_display)
    if arguments.password is None:
        remember_changes(station, Cloud(arguments.directory.resolve()))
    return station


async def _credentials(arguments: argparse.Namespace) -> Credentials | None:
    cloud = Cloud(arguments.directory.resolve())
    endpoints = cloud.read(cloud.endpoints_file.name)
    url, password = arguments.url or endpoints.get("ocpp"), arguments.password
    if not url or not (password or endpoints):
        return None
    if password is None:
        operator = Operator(endpoints["http"], endpoints["operator_token"])
        password = await password_of(
            arguments.id, arguments.evses, arguments.protocol, cloud, operator
        )
    return Credentials(arguments.id, password, url)


def _clock(arguments: argparse.Namespace) -> Clock:
    """Far enough in the past that the driver's charge ends about now."""
    gained = timedelta(minutes=arguments.minutes) * (1 - 1 / arguments.speed)
    return Clock(datetime.now(UTC) - gained, arguments.speed)


async def _charge(station: Station | Station16, arguments: argparse.Namespace) -> int:
    evse, token = station.evses[1], IdToken(arguments.charge, arguments.token_type)
    evse.plug_in(Vehicle())
    status = await evse.present(token)
    print(f"Card {token.id_token}: {status}", flush=True)
    if status == "Accepted":
        await _let_time_pass(station, arguments)
        await evse.present(token)
    evse.unplug()
    await station.queue.wait_empty()
    for entry in station.book:
        print(f"Transaction {entry.transaction_id}: {entry.energy_wh} Wh, {entry.events} events")
    return 0 if status == "Accepted" else 1


async def _let_time_pass(station: Station | Station16, arguments: argparse.Namespace) -> None:
    minutes = arguments.minutes
    if arguments.offline_after is not None:
        await station.clock.sleep(arguments.offline_after * 60)
        station.go_offline()
        await station.clock.sleep(arguments.offline_for * 60)
        station.come_back()
        minutes -= arguments.offline_after + arguments.offline_for
    await station.clock.sleep(max(0.0, minutes) * 60)


def _print_keys(station: Station | Station16) -> None:
    """For POST /operator/stations/{id}/evses/{evse}/meter-keys."""
    for evse in station.evses.values():
        if signer := evse.readings.signer:
            print(f"EVSE {evse.id} has meter {signer.meter.serial}: {signer.meter.label}")


def _print_cost(transaction_id: str, total_cost: float) -> None:
    print(f"Transaction {transaction_id} costs {total_cost:.2f} so far", flush=True)


def _print_display(texts: list[str]) -> None:
    print("The display says:", " | ".join(texts) or "nothing", flush=True)


def _print_frame(direction: str, frame: str) -> None:
    print(direction, frame, flush=True)


if __name__ == "__main__":
    sys.exit(main())
