"""Campaigns as operators see them."""

from collections import Counter
from typing import Any

from corridor_aws.paging import page
from corridor_kernel.ocpp.firmware import UpdateState
from corridor_kernel.times import to_text
from ocpp_gateway.domain.firmware_update import Update, to_content
from ocpp_gateway.firmware.campaign_items import CAMPAIGN, campaign_of, updates_of
from ocpp_gateway.tables import CampaignTable

_SHOWN = ("version", "location", "image", "retrieve_at", "install_at")


def list_campaigns(limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items, cursor}`, the newest first; Problem 400."""

    def query(**which: Any) -> Any:
        return CampaignTable.by_kind.query(CAMPAIGN, scan_index_forward=False, **which)

    keys, next_cursor = page(query, limit, cursor)
    found = CampaignTable.batch_get([(key.campaign_id, CAMPAIGN) for key in keys])
    campaigns = sorted(found, key=lambda campaign: campaign.campaign_id, reverse=True)
    return {"items": [_summary(campaign) for campaign in campaigns], "cursor": next_cursor}


def show_campaign(campaign_id: str) -> dict[str, Any]:
    """The campaign with each of its stations; Problem 404."""
    campaign = campaign_of(campaign_id)
    updates = updates_of(campaign_id)
    counts = Counter(str(update.state) for update in updates)
    canaries = campaign.content["policy"]["canary"]
    return _summary(campaign) | {
        "counts": {str(state): counts[state] for state in UpdateState},
        "stations": [_station(update, canaries) for update in updates],
    }


def _summary(campaign: CampaignTable) -> dict[str, Any]:
    firmware = campaign.content["firmware"]
    return {
        "id": campaign.campaign_id,
        "name": campaign.content["name"],
        "state": campaign.state,
        "fault": campaign.fault,
        "firmware": {name: firmware[name] for name in _SHOWN},
        "policy": campaign.content["policy"],
        "created_at": to_text(campaign.created_at),
        "resumed_at": campaign.resumed_at and to_text(campaign.resumed_at),
        "ends_at": to_text(campaign.ends_at),
    }


def _station(update: Update, canaries: int) -> dict[str, Any]:
    content = to_content(update)
    return {"canary": content.pop("position") < canaries} | content
