"""What happens to a station, as far as the campaigns go that it is part of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.firmware import UpdateState
from ocpp_gateway.domain import firmware_update
from ocpp_gateway.domain.firmware_campaign import policy_of
from ocpp_gateway.domain.firmware_update import Update, call_id_of, request_id_of
from ocpp_gateway.domain.progress import FIRMWARE_UPDATE
from ocpp_gateway.firmware.campaign_items import campaigns_of, find_campaign, find_update
from ocpp_gateway.firmware.change_campaign import tell_news
from ocpp_gateway.firmware.change_update import change_update
from ocpp_gateway.tables import CampaignTable

Data = Mapping[str, Any]


def hear_connected(data: Data) -> None:
    """StationConnected: its turn may have come."""
    station_id = data["station_id"]
    for campaign_id in campaigns_of(station_id):
        item = find_update(campaign_id, station_id)
        if item and item.content["state"] == UpdateState.WAITING:
            tell_news(campaign_id)


def hear_booted(data: Data, now: datetime) -> None:
    """StationBooted: one that runs the wanted version has it, however it came by it."""
    station_id, version = data["station_id"], data.get("firmware_version")
    for campaign in _campaigns(station_id):
        if version != campaign.content["firmware"]["version"]:
            continue
        change_update(
            campaign.campaign_id,
            station_id,
            lambda update: firmware_update.installed(update, f"Booted {version}", now),
        )
        tell_news(campaign.campaign_id)


def hear_status(data: Data, now: datetime) -> None:
    """FirmwareStatusChanged: the requestId says which attempt it is about."""
    if data["process"] != FIRMWARE_UPDATE.kind or "request_id" not in data:
        return
    station_id, status = data["station_id"], data["status"]
    for campaign in _campaigns(station_id):
        campaign_id = campaign.campaign_id
        again = policy_of(campaign.content["policy"]).again

        def change(update: Update, campaign_id: str = campaign_id, again: Any = again) -> Update:
            attempts = _attempts(update, campaign_id, request_id_of, data["request_id"])
            for attempt in attempts:
                update = firmware_update.told(update, attempt, status, again, now)
            return update

        change_update(campaign_id, station_id, change)
        if status == firmware_update.INSTALLED_STATUS:
            tell_news(campaign_id)


def hear_answer(data: Data, now: datetime) -> None:
    """CallFinished of an UpdateFirmware; the call's id says which attempt it was."""
    station_id, outcome = data["station_id"], data["outcome"]
    response = data.get("response") or {}
    reason = " ".join(filter(None, (data.get("error_code"), data.get("error_description"))))
    for campaign in _campaigns(station_id):
        campaign_id = campaign.campaign_id
        again = policy_of(campaign.content["policy"]).again

        def change(update: Update, campaign_id: str = campaign_id, again: Any = again) -> Update:
            answer = str(response.get("status") or reason)
            for attempt in _attempts(update, campaign_id, call_id_of, data["call_id"]):
                update = firmware_update.answered(update, attempt, outcome, answer, again, now)
            return update

        change_update(campaign_id, station_id, change)


def _campaigns(station_id: str) -> list[CampaignTable]:
    """One whose making died half-way has no item of its own, and is no campaign."""
    found = (find_campaign(campaign_id) for campaign_id in campaigns_of(station_id))
    return [campaign for campaign in found if campaign]


def _attempts(update: Update, campaign_id: str, name: Any, wanted: object) -> list[int]:
    """The attempts whose requestId or message id this is."""
    numbers = range(1, update.attempt + 1)
    return [n for n in numbers if name(campaign_id, update.station_id, n) == wanted]
