"""The next step of a campaign, as the machine takes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.firmware import CampaignState, UpdateState
from ocpp_gateway import deadlines
from ocpp_gateway.domain.firmware_campaign import (
    OPEN,
    Decision,
    End,
    Pause,
    Wait,
    Wave,
    decide,
    policy_of,
)
from ocpp_gateway.domain.firmware_update import Update
from ocpp_gateway.firmware.campaign_items import campaign_of, membership, updates_of
from ocpp_gateway.firmware.change_campaign import change_campaign
from ocpp_gateway.tables import CampaignTable, StationTable


def plan_wave(campaign_id: str, now: datetime) -> dict[str, Any]:
    """`{step: "Wave", stations: [{station_id, attempt}]}`, `{step: "Wait", news}` or
    `{step: "End"}`; safe to repeat.

    The count of news is read first: whatever happens from here on raises it, and the machine
    does not wait for what has happened.
    """
    campaign = campaign_of(campaign_id)
    if campaign.state not in OPEN:
        return _ended(campaign_id, ())
    updates = updates_of(campaign_id)
    return _step(campaign, updates, _decided(campaign, updates, now), now)


def _decided(campaign: CampaignTable, updates: Sequence[Update], now: datetime) -> Decision:
    if campaign.state == CampaignState.PAUSED and now < campaign.ends_at:
        return Wait(campaign.ends_at)
    policy = policy_of(campaign.content["policy"])
    online = _online(updates)
    return decide(policy, updates, online, campaign.resumed_at, campaign.ends_at, now)


def _step(
    campaign: CampaignTable, updates: Sequence[Update], decision: Decision, now: datetime
) -> dict[str, Any]:
    match decision:
        case Wave(attempts):
            stations = [{"station_id": name, "attempt": n} for name, n in attempts.items()]
            return {"step": "Wave", "stations": stations}
        case Wait(until):
            _look_again(campaign, until, now)
            return {"step": "Wait", "news": str(int(campaign.news))}
        case Pause():
            change_campaign(
                campaign.campaign_id, [CampaignState.RUNNING], CampaignState.PAUSED, now
            )
            return plan_wave(campaign.campaign_id, now)
        case End(state):
            change_campaign(campaign.campaign_id, OPEN, state, now)
            return _ended(campaign.campaign_id, updates)


def _look_again(campaign: CampaignTable, at: datetime, now: datetime) -> None:
    """One message on its way is enough; should it be lost, the machine looks once a day."""
    if campaign.due_at != at:
        deadlines.campaign_due(campaign.campaign_id, at, now)
        campaign.update([CampaignTable.due_at.set(at)])


def _ended(campaign_id: str, updates: Sequence[Update]) -> dict[str, Any]:
    """What happens to its stations is no news of the campaign any longer."""
    with CampaignTable.batch_write() as batch:
        for update in updates or updates_of(campaign_id):
            batch.delete(membership(update.station_id, campaign_id))
    return {"step": "End"}


def _online(updates: Sequence[Update]) -> set[str]:
    waiting = [u.station_id for u in updates if u.state == UpdateState.WAITING]
    stations = StationTable.batch_get([(name, "station") for name in waiting], consistent_read=True)
    return {station.station_id for station in stations if station.connection_id}
