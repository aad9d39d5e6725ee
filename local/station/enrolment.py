"""How a station comes by its password: told, remembered, or newly registered."""

import secrets
from typing import Any

from local.cloud import Cloud
from local.operator_client import Operator
from local.station.address import Address
from local.station.station import Station

PASSWORDS_FILE = "station-passwords.json"
SITE = {
    "id": "BY-HAND",
    "name": "Stations started by hand",
    "time_zone": "Europe/Amsterdam",
    "country": "NL",
    "currency": "EUR",
}


async def password_of(
    station_id: str, evses: int, protocol: str, cloud: Cloud, operator: Operator
) -> str:
    """The remembered password; a station that has none is registered with the local cloud.

    Raises Refused with status 409 if somebody else registered it.
    """
    known = cloud.read(PASSWORDS_FILE)
    if station_id in known and await _is_registered(station_id, operator):
        return str(known[station_id])
    password = secrets.token_urlsafe(24)
    await operator.post("/stations", _station(station_id, password, evses, protocol))
    cloud.write(PASSWORDS_FILE, known | {station_id: password})
    return password


def remember_changes(station: Station, cloud: Cloud) -> None:
    """Keep the passwords that the backend gives the station, if its first one was kept."""

    def written(address: Address, value: str) -> None:
        known = cloud.read(PASSWORDS_FILE)
        if address.variable == "BasicAuthPassword" and station.id in known:
            cloud.write(PASSWORDS_FILE, known | {station.id: value})

    station.model.watch(written)


async def _is_registered(station_id: str, operator: Operator) -> bool:
    return any(item["id"] == station_id for item in await operator.items("/stations"))


def _station(station_id: str, password: str, evses: int, protocol: str) -> dict[str, Any]:
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    return {
        "id": station_id,
        "password": password,
        "site": SITE,
        "evses": [{"id": evse, "connectors": [connector]} for evse in range(1, evses + 1)],
        "protocol": protocol,
    }
