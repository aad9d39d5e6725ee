"""What operators ask of firmware and logs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation
from ocpp_gateway.domain.firmware_campaign import Policy
from ocpp_gateway.firmware.create_campaign import create_campaign
from ocpp_gateway.firmware.create_image import create_image
from ocpp_gateway.firmware.create_log import create_log
from ocpp_gateway.firmware.list_logs import list_logs
from ocpp_gateway.firmware.show_campaign import list_campaigns, show_campaign
from ocpp_gateway.firmware.steer_campaign import cancel_campaign, resume_campaign
from ocpp_gateway.of_station import of_station


def _create_log(station_id: str, type: str, **span: str | None) -> tuple[int, Any]:
    return 202, create_log(station_id, type, datetime.now(UTC), **span)


def _create_campaign(
    name: str,
    firmware: dict[str, Any],
    ends_at: str | None = None,
    stations: list[str] | None = None,
    selection: dict[str, Any] | None = None,
    max_failures: int | None = None,
    max_failure_percent: int | None = None,
    **policy: int,
) -> tuple[int, Any]:
    """Who names no threshold has it pause at the first failure."""
    if max_failures is None and max_failure_percent is None:
        max_failures = 0
    campaign_id = create_campaign(
        name,
        firmware,
        Policy(max_failures=max_failures, max_failure_percent=max_failure_percent, **policy),
        ends_at,
        datetime.now(UTC),
        stations,
        selection,
    )
    return 202, show_campaign(campaign_id)


def _resume_campaign(campaign_id: str) -> tuple[int, Any]:
    resume_campaign(campaign_id, datetime.now(UTC))
    return 202, show_campaign(campaign_id)


def _cancel_campaign(campaign_id: str) -> tuple[int, Any]:
    cancel_campaign(campaign_id, datetime.now(UTC))
    return 202, show_campaign(campaign_id)


FIRMWARE_OPERATIONS: Mapping[str, Operation] = {
    "create_log": _create_log,
    "list_logs": of_station(list_logs),
    "create_firmware_image": lambda name: (201, create_image(name)),
    "create_firmware_campaign": _create_campaign,
    "list_firmware_campaigns": lambda limit=50, cursor=None: (200, list_campaigns(limit, cursor)),
    "get_firmware_campaign": lambda campaign_id: (200, show_campaign(campaign_id)),
    "resume_firmware_campaign": _resume_campaign,
    "cancel_firmware_campaign": _cancel_campaign,
}
