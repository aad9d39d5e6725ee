"""An operator starts an update campaign over a group of stations."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from corridor_kernel.ocpp.firmware import CampaignState
from corridor_kernel.problems import invalid
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.domain.firmware_campaign import Policy
from ocpp_gateway.domain.firmware_update import Update, to_content
from ocpp_gateway.firmware.campaign_items import CAMPAIGN, membership, update_key
from ocpp_gateway.firmware.choose_stations import choose_stations
from ocpp_gateway.firmware.files import FOR_STATIONS
from ocpp_gateway.firmware.machines import start_machine
from ocpp_gateway.tables import CampaignTable

_KEPT_FOR = timedelta(days=400)
_LONGEST = timedelta(days=90)
_OPTIONAL = dict.fromkeys(("location", "image", "retrieve_at", "install_at"))


def create_campaign(
    name: str,
    firmware: Mapping[str, Any],
    policy: Policy,
    ends_at: str | None,
    now: datetime,
    stations: Sequence[str] | None = None,
    selection: Mapping[str, Any] | None = None,
) -> str:
    """The campaign's id; Problem 422.

    The campaign's own item comes last, and then its machine: a campaign that is seen is whole,
    and one whose machine was not started is started by resuming it.
    """
    firmware = _whole(firmware)
    end = from_text(ends_at) if ends_at else now + timedelta(days=14)
    faults = _faults(firmware, end, now)
    chosen, unknown = choose_stations(stations, selection)
    faults += [("stations", f"There is no station {name!r}.") for name in unknown]
    if not chosen and not faults:
        faults.append(("selection", "No station is like this."))
    if faults:
        raise invalid(faults)
    campaign_id = f"{now:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    _save_stations(campaign_id, chosen, end + _KEPT_FOR)
    content = {"name": name, "firmware": firmware, "policy": asdict(policy)}
    CampaignTable(
        campaign_id,
        CAMPAIGN,
        kind=CAMPAIGN,
        content=content,
        state=CampaignState.CHECKING,
        news=0,
        run=0,
        created_at=now,
        ends_at=end,
        expires_at=end + _KEPT_FOR,
    ).save(CampaignTable.item.does_not_exist())
    start_machine(campaign_id, 0)
    return campaign_id


def _whole(given: Mapping[str, Any]) -> dict[str, Any]:
    """Every member there, times as OCPP writes them."""
    times = {
        name: to_text(from_text(given[name]))
        for name in ("retrieve_at", "install_at")
        if given.get(name)
    }
    return _OPTIONAL | dict(given) | times


def _save_stations(campaign_id: str, chosen: Sequence[str], expires_at: datetime) -> None:
    with CampaignTable.batch_write() as batch:
        for position, station_id in enumerate(chosen):
            item = update_key(campaign_id, station_id)
            item.content, item.version = to_content(Update(station_id, position)), 0
            member = membership(station_id, campaign_id)
            item.expires_at = member.expires_at = expires_at
            batch.save(item)
            batch.save(member)


def _faults(firmware: Mapping[str, Any], end: datetime, now: datetime) -> list[tuple[str, str]]:
    faults = []
    if not now < end <= now + _LONGEST:
        faults.append(("ends_at", f"It must lie within {_LONGEST.days} days from now."))
    if (firmware["location"] is None) == (firmware["image"] is None):
        faults.append(("firmware", "Either a location or an image of ours is needed."))
    retrieve_at, install_at = firmware["retrieve_at"], firmware["install_at"]
    if retrieve_at and install_at and install_at < retrieve_at:
        faults.append(("firmware.install_at", "It must not be before retrieve_at."))
    if firmware["image"] and retrieve_at and from_text(retrieve_at) > now + FOR_STATIONS:
        latest = to_text(now + FOR_STATIONS)
        faults.append(("firmware.retrieve_at", f"A link to an image ends at {latest}."))
    return faults
