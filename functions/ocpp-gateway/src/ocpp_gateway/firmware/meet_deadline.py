"""A campaign is to look again, or an attempt of a station has lasted too long."""

from datetime import datetime

from corridor_kernel.times import from_text
from ocpp_gateway import deadlines
from ocpp_gateway.domain import firmware_update
from ocpp_gateway.domain.firmware_campaign import OPEN, policy_of
from ocpp_gateway.domain.firmware_update import from_content, is_under_way
from ocpp_gateway.firmware.campaign_items import campaign_of, find_campaign, find_update
from ocpp_gateway.firmware.change_campaign import tell_news
from ocpp_gateway.firmware.change_update import change_update


def meet_campaign_due(campaign_id: str, at: str, now: datetime) -> None:
    """What is not due yet is put off again, unless the campaign looks at another time now.

    Also one that is paused is over when its time is.
    """
    if now >= from_text(at):
        tell_news(campaign_id, OPEN)
        return
    campaign = find_campaign(campaign_id)
    if campaign and campaign.state in OPEN and campaign.due_at == from_text(at):
        deadlines.campaign_due(campaign_id, from_text(at), now)


def meet_update_overdue(
    campaign_id: str, station_id: str, attempt: int, at: str, now: datetime
) -> None:
    """The attempt has failed, unless it ended before."""
    if now >= from_text(at):
        fail_update(campaign_id, station_id, attempt, "No result in time", now)
        return
    item = find_update(campaign_id, station_id)
    if item and is_under_way(from_content(item.content), attempt):
        deadlines.update_overdue(campaign_id, station_id, attempt, from_text(at), now)


def fail_update(
    campaign_id: str, station_id: str, attempt: int, reason: str, now: datetime
) -> None:
    """One more failure of the station, if this attempt is under way."""
    again = policy_of(campaign_of(campaign_id).content["policy"]).again
    change_update(
        campaign_id,
        station_id,
        lambda update: firmware_update.failed(update, attempt, reason, again, now),
    )
