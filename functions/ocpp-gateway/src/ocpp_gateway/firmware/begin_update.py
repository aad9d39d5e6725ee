"""A station's turn in a campaign: it is sent UpdateFirmware, and a task waits for what comes."""

from datetime import datetime

from pynamodb.exceptions import PutError

from corridor_aws.station_calls import send_call
from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.firmware import CampaignState, UpdateState
from ocpp_gateway import deadlines
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain import firmware_update
from ocpp_gateway.domain.firmware_campaign import policy_of
from ocpp_gateway.domain.firmware_request import limit_of, update_payload
from ocpp_gateway.domain.firmware_update import Update, call_id_of, request_id_of
from ocpp_gateway.firmware import files
from ocpp_gateway.firmware.campaign_items import campaign_of, current_key
from ocpp_gateway.firmware.change_update import Change, change_update
from ocpp_gateway.tables import CampaignTable


def begin_update(
    campaign_id: str, station_id: str, attempt: int, task_token: str, now: datetime
) -> None:
    """Safe to repeat, with a new token too: the attempt names its requestId and its message id.

    The limit is set before the CALL goes out, so that no crash leaves the task waiting.
    """
    campaign = campaign_of(campaign_id)
    change = _change(campaign, station_id, attempt, now)
    update = change_update(campaign_id, station_id, change, task_token)
    if update is None or update.state != UpdateState.UPDATING or update.attempt != attempt:
        return
    firmware, policy = campaign.content["firmware"], policy_of(campaign.content["policy"])
    limit = limit_of(firmware, policy.time_limit_s, now)
    deadlines.update_overdue(campaign_id, station_id, attempt, limit, now)
    request_id = request_id_of(campaign_id, station_id, attempt)
    image = firmware["image"]
    location = files.link_for_station("get_object", image) if image else firmware["location"]
    payload = update_payload(firmware, location, request_id, now)
    send_call(station_id, call_id_of(campaign_id, station_id, attempt), "UpdateFirmware", payload)


def _change(campaign: CampaignTable, station_id: str, attempt: int, now: datetime) -> Change:
    """What the turn makes of the update: nothing if the campaign was stopped meanwhile."""
    if campaign.state != CampaignState.RUNNING:
        return lambda update: update
    if _has_it(station_id, campaign.content["firmware"]["version"]):
        return lambda update: firmware_update.installed(update, "Already there", now)
    is_ours = _is_taken(campaign, station_id)

    def change(update: Update) -> Update:
        changed = firmware_update.begun(update, attempt, now)
        if is_ours:
            return changed
        again = policy_of(campaign.content["policy"]).again
        return firmware_update.failed(changed, attempt, "Another campaign has it", again, now)

    return change


def _has_it(station_id: str, version: str) -> bool:
    station = find_station(station_id)
    return station is not None and station.firmware_version == version


def _is_taken(campaign: CampaignTable, station_id: str) -> bool:
    """Whether the station is ours: two campaigns would cancel each other's updates."""
    held = current_key(station_id)
    held.holder, held.expires_at = campaign.campaign_id, campaign.expires_at
    is_ours = CampaignTable.holder == campaign.campaign_id
    try:
        held.save(CampaignTable.holder.does_not_exist() | is_ours)
    except PutError as error:
        if not is_condition_failure(error):
            raise
        return False
    return True
