"""Enter a new station: from here on it may open a socket."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from corridor_aws.outbox import OutboxItem, outbox_item
from corridor_kernel.events import Event
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.registration import Provisioning
from corridor_kernel.problems import Problem, invalid
from ocpp_gateway.domain.new_station import find_faults
from ocpp_gateway.domain.passwords import SALT_BYTES, hash_password, spelling
from ocpp_gateway.domain.registration import ACCEPTED
from ocpp_gateway.race import won
from ocpp_gateway.station_events import SOURCE
from ocpp_gateway.tables import StationTable

_DEFAULTS = {
    "protocol": Protocol.OCPP_2_0_1,
    "registration": ACCEPTED,
}


def register_station(request: Mapping[str, Any], now: datetime) -> StationTable:
    """The station as stored; Problem 422 with every fault, 409 if the id is taken."""
    given = _DEFAULTS | dict(request)
    given.setdefault("provisioning", _usual_provisioning(given))
    faults = find_faults(given)
    if faults:
        raise invalid(faults)
    station = StationTable(
        given["id"],
        "station",
        kind="station",
        password_hash=_hashed(given["password"]),
        password_changed_at=now,
        site=given["site"],
        evses=given["evses"],
        protocol=given["protocol"],
        registration=given["registration"],
        is_new=given["provisioning"] == Provisioning.BEFORE_SERVICE or None,
        provisioning_policy=given["provisioning"],
        failsafe=given.get("failsafe"),
    )

    def write(items: TransactWrite) -> None:
        items.save(station, StationTable.station_id.does_not_exist())
        items.save(_registered(station, now))

    if not won(write):
        raise Problem(409, "Conflict", f"There is a station {station.station_id!r} already.")
    return station


def _hashed(password: str) -> str:
    return hash_password(spelling(password.encode()), secrets.token_bytes(SALT_BYTES))


def _usual_provisioning(given: Mapping[str, Any]) -> str:
    """Where nobody says when: before it serves, but for those that are at work already."""
    if given["protocol"] == Protocol.OCPP_1_6:
        return Provisioning.IN_SERVICE
    return Provisioning.BEFORE_SERVICE


def _registered(station: StationTable, now: datetime) -> OutboxItem:
    data = {
        "station_id": station.station_id,
        "site": station.site,
        "evses": station.evses,
        "protocol": station.protocol,
        "registration": station.registration,
    }
    return outbox_item(
        Event(SOURCE, "StationRegistered", f"StationRegistered/{station.station_id}", now, data)
    )
