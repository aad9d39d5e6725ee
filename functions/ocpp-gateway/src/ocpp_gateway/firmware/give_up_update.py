"""A turn that the machine could not carry out counts as a failure of its station."""

from datetime import datetime
from typing import Any

from ocpp_gateway.domain import firmware_update
from ocpp_gateway.domain.firmware_campaign import policy_of
from ocpp_gateway.domain.firmware_update import Update
from ocpp_gateway.firmware.campaign_items import campaign_of
from ocpp_gateway.firmware.change_update import change_update


def give_up_update(
    campaign_id: str, station_id: str, attempt: int, failure: dict[str, Any], now: datetime
) -> None:
    """Whether the attempt was begun or not: the next wave must not find it as it was."""
    again = policy_of(campaign_of(campaign_id).content["policy"]).again
    reason = f"Not carried out: {failure.get('Error', 'unknown')}"

    def change(update: Update) -> Update:
        begun = firmware_update.begun(update, attempt, now)
        return firmware_update.failed(begun, attempt, reason, again, now)

    change_update(campaign_id, station_id, change)
