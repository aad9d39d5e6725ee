"""What operators ask of the gateway: stations, and CALLs to them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation, answer
from ocpp_gateway.certificates import roots
from ocpp_gateway.certificates.revoke_certificate import revoke_certificate
from ocpp_gateway.create_call import create_call
from ocpp_gateway.firmware.operations import FIRMWARE_OPERATIONS
from ocpp_gateway.list_facts import list_facts
from ocpp_gateway.list_records import list_records
from ocpp_gateway.list_stations import list_stations
from ocpp_gateway.of_station import of_station
from ocpp_gateway.provisioning.operations import PROVISIONING_OPERATIONS
from ocpp_gateway.register_station import register_station
from ocpp_gateway.rotate_password import rotate_password
from ocpp_gateway.set_registration import set_registration
from ocpp_gateway.show_call import show_call
from ocpp_gateway.show_station import show_station, summary
from ocpp_gateway.upgrade_profile import upgrade_profile


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"operation", "parameters"}` in, `{"status", "body"}` or `{"problem"}` out."""
    return answer(OPERATIONS, event)


def _register(**given: Any) -> tuple[int, Any]:
    return 201, summary(register_station(given, datetime.now(UTC)))


def _set_registration(station_id: str, registration: str) -> tuple[int, Any]:
    set_registration(station_id, registration)
    return 200, show_station(station_id)


def _create_call(station_id: str, action: str, payload: dict[str, Any]) -> tuple[int, Any]:
    return 202, create_call(station_id, action, payload, datetime.now(UTC))


def _put_root(name: str, certificate_type: str, certificate: str) -> tuple[int, Any]:
    return 200, roots.put_root(name, certificate_type, certificate, datetime.now(UTC))


def _upgrade_profile(
    station_id: str,
    profile: int,
    url: str | None = None,
    configuration_slot: int | None = None,
    allow_downgrade: bool = False,
) -> tuple[int, Any]:
    now = datetime.now(UTC)
    return 202, upgrade_profile(
        station_id, profile, url, configuration_slot, allow_downgrade=allow_downgrade, now=now
    )


OPERATIONS: Mapping[str, Operation] = {
    "register_station": _register,
    "list_stations": lambda limit=50, cursor=None: (200, list_stations(limit, cursor)),
    "get_station": lambda station_id: (200, show_station(station_id)),
    "set_registration": _set_registration,
    "create_call": _create_call,
    "put_root": _put_root,
    "get_root": lambda name: (200, roots.get_root(name)),
    "list_roots": lambda limit=50, cursor=None: (200, roots.list_roots(limit, cursor)),
    "delete_root": lambda name: (200, roots.delete_root(name)),
    "install_root": lambda station_id, root: (
        202,
        roots.install_root(station_id, root, datetime.now(UTC)),
    ),
    "upgrade_profile": _upgrade_profile,
    "revoke_certificate": lambda station_id, sha256: (
        200,
        revoke_certificate(station_id, sha256, datetime.now(UTC)),
    ),
    "rotate_password": lambda station_id: (202, rotate_password(station_id, datetime.now(UTC))),
    "get_call": lambda station_id, call_id: (200, show_call(station_id, call_id)),
    "list_facts": of_station(list_facts),
    "list_records": of_station(list_records),
    **FIRMWARE_OPERATIONS,
    **PROVISIONING_OPERATIONS,
}
