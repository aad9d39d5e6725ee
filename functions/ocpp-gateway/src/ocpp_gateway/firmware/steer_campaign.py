"""An operator lets a paused campaign go on, or stops one for good."""

from datetime import datetime

from corridor_kernel.ocpp.firmware import CampaignState
from corridor_kernel.problems import Problem
from ocpp_gateway.domain.firmware_campaign import OPEN
from ocpp_gateway.firmware.campaign_items import campaign_of
from ocpp_gateway.firmware.change_campaign import change_campaign, wake_campaign
from ocpp_gateway.firmware.machines import start_machine, start_next_machine
from ocpp_gateway.tables import CampaignTable


def resume_campaign(campaign_id: str, now: datetime) -> None:
    """Go on in spite of what failed; Problem 404, 409. Resuming twice is no fault.

    A machine that broke, ended without a word or was never started is followed by another.
    """
    changes = [CampaignTable.resumed_at.set(now), CampaignTable.fault.remove()]
    change_campaign(campaign_id, [CampaignState.PAUSED], CampaignState.RUNNING, now, *changes)
    campaign = _require(campaign_id, CampaignState.CHECKING, CampaignState.RUNNING)
    if not start_machine(campaign_id, int(campaign.run)):
        start_next_machine(campaign_id, int(campaign.run))
    wake_campaign(campaign_id)


def cancel_campaign(campaign_id: str, now: datetime) -> None:
    """No station is begun any more; those that are updating go on. Problem 404, 409."""
    change_campaign(campaign_id, OPEN, CampaignState.CANCELLED, now)
    _require(campaign_id, CampaignState.CANCELLED)
    wake_campaign(campaign_id)


def _require(campaign_id: str, *states: CampaignState) -> CampaignTable:
    campaign = campaign_of(campaign_id)
    if campaign.state not in states:
        raise Problem(409, "Conflict", f"The campaign is {campaign.state}.")
    return campaign
