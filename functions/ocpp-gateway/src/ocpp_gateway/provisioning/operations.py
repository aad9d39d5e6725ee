"""What operators ask of provisioning."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation
from ocpp_gateway.provisioning.put_desired import put_desired
from ocpp_gateway.provisioning.put_failsafe import put_failsafe
from ocpp_gateway.provisioning.request_provisioning import request_provisioning
from ocpp_gateway.provisioning.show_desired import show_desired
from ocpp_gateway.provisioning.show_failsafe import show_failsafe
from ocpp_gateway.provisioning.show_provisioning import show_provisioning


def _put_desired(station_id: str, variables: dict[str, str]) -> tuple[int, Any]:
    return 200, put_desired(station_id, variables, datetime.now(UTC))


def _put_failsafe(station_id: str, **limits: int | None) -> tuple[int, Any]:
    return 202, put_failsafe(station_id, limits, datetime.now(UTC))


PROVISIONING_OPERATIONS: Mapping[str, Operation] = {
    "provision_station": lambda station_id: (
        202,
        request_provisioning(station_id, datetime.now(UTC)),
    ),
    "get_provisioning": lambda station_id: (200, show_provisioning(station_id)),
    "get_desired_variables": lambda station_id: (200, show_desired(station_id, datetime.now(UTC))),
    "put_desired_variables": _put_desired,
    "get_failsafe": lambda station_id: (200, show_failsafe(station_id)),
    "put_failsafe": _put_failsafe,
}
