"""Change the state of a campaign, tell of it, and wake the machine that waits for news."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from corridor_aws import workflows
from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_condition_failure
from corridor_kernel.events import Event
from corridor_kernel.ocpp.firmware import CampaignState
from corridor_kernel.times import to_text
from ocpp_gateway.firmware.campaign_items import CAMPAIGN, find_campaign
from ocpp_gateway.race import won
from ocpp_gateway.tables import CampaignTable


def change_campaign(
    campaign_id: str,
    before: Collection[CampaignState],
    after: CampaignState,
    now: datetime,
    *more: Action,
) -> bool:
    """False if the campaign was in none of the states `before`: then nothing changes."""

    def write(items: TransactWrite) -> None:
        changes = [CampaignTable.state.set(after), CampaignTable.news.add(1), *more]
        condition = CampaignTable.state.is_in(*before)
        items.update(CampaignTable(campaign_id, CAMPAIGN), changes, condition)
        items.save(outbox_item(_event(campaign_id, after, now)))

    return won(write)


def wake_campaign(campaign_id: str) -> None:
    """Let the machine go on that waits for news of a campaign; safe to repeat."""
    campaign = find_campaign(campaign_id)
    if campaign and campaign.wait_token:
        workflows.complete(campaign.wait_token, {})


def tell_news(
    campaign_id: str, states: Collection[CampaignState] = (CampaignState.RUNNING,)
) -> None:
    """Something could change the next step of a campaign in one of `states`: it looks again.

    Counted before anybody is woken: a machine that is just about to wait sees the count.
    """
    campaign = CampaignTable(campaign_id, CAMPAIGN)
    try:
        campaign.update([CampaignTable.news.add(1)], CampaignTable.state.is_in(*states))
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
        return
    if campaign.wait_token:
        workflows.complete(campaign.wait_token, {})


def _event(campaign_id: str, state: CampaignState, now: datetime) -> Event:
    data: dict[str, Any] = {"campaign_id": campaign_id, "state": state}
    return Event(
        source="corridor.ocpp-gateway",
        name="FirmwareCampaignChanged",
        id=f"FirmwareCampaignChanged/{campaign_id}/{state}/{to_text(now)}",
        time=now,
        data=data,
    )
