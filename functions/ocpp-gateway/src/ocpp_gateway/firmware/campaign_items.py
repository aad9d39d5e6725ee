"""The items of campaigns: their keys, and how they are read."""

from collections.abc import Iterable

from corridor_kernel.problems import not_found
from ocpp_gateway.domain.firmware_update import Update, from_content
from ocpp_gateway.tables import CampaignTable

CAMPAIGN = "campaign"
_STATION = "station#"
_CURRENT = "current"


def find_campaign(campaign_id: str) -> CampaignTable | None:
    try:
        return CampaignTable.get(campaign_id, CAMPAIGN, consistent_read=True)
    except CampaignTable.DoesNotExist:
        return None


def campaign_of(campaign_id: str) -> CampaignTable:
    """The campaign; Problem 404."""
    campaign = find_campaign(campaign_id)
    if campaign is None:
        raise not_found("firmware campaign", campaign_id)
    return campaign


def find_update(campaign_id: str, station_id: str) -> CampaignTable | None:
    try:
        return CampaignTable.get(campaign_id, f"{_STATION}{station_id}", consistent_read=True)
    except CampaignTable.DoesNotExist:
        return None


def updates_of(campaign_id: str) -> list[Update]:
    """The stations of a campaign in the order in which they have their turn."""
    condition = CampaignTable.item.startswith(_STATION)
    items = CampaignTable.query(campaign_id, condition, consistent_read=True)
    return sorted((from_content(item.content) for item in items), key=lambda u: u.position)


def update_key(campaign_id: str, station_id: str) -> CampaignTable:
    return CampaignTable(campaign_id, f"{_STATION}{station_id}")


def membership(station_id: str, campaign_id: str) -> CampaignTable:
    """The item that says: what happens to that station is news of this campaign."""
    return CampaignTable(f"{_STATION}{station_id}", campaign_id)


def current_key(station_id: str) -> CampaignTable:
    """The item that says which campaign is updating a station."""
    return CampaignTable(f"{_STATION}{station_id}", _CURRENT)


def campaigns_of(station_id: str) -> list[str]:
    """The campaigns that are not over and update a station."""
    items: Iterable[CampaignTable] = CampaignTable.query(
        f"{_STATION}{station_id}", consistent_read=True
    )
    return [item.item for item in items if item.item != _CURRENT]
