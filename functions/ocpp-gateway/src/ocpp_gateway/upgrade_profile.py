"""An operator has a station change its security profile (A05, ERR 2.5)."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from corridor_kernel.problems import Problem, invalid, not_found
from ocpp_gateway.advance_upgrade import begin
from ocpp_gateway.call_items import find_station, protocol_of
from ocpp_gateway.domain.handshake import BASIC_AND_TLS, MUTUAL_TLS
from ocpp_gateway.domain.network_profile import is_address
from ocpp_gateway.domain.profile_upgrade import Upgrade, first_step
from ocpp_gateway.records import find_record
from ocpp_gateway.tables import StationTable

# A certificate that ends sooner is not worth the way.
_MARGIN = timedelta(days=1)
_PRIORITY = "OCPPCommCtrlr/NetworkConfigurationPriority"


def upgrade_profile(
    station_id: str,
    profile: int,
    url: str | None,
    slot: int | None,
    *,
    allow_downgrade: bool,
    now: datetime,
) -> dict[str, Any]:
    """`{station_id, profile, upgrade_id}`; a new upgrade takes the place of one that goes on.

    Problem 404; 409 for a profile that the station has, or had, unless it is the one step down
    that the operator allows; 422 without an address that a station can take.
    """
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    downgrade = _check(station, profile, allow_downgrade=allow_downgrade)
    upgrade = _upgrade(station, profile, url, slot)
    ends = station.certificate_expires_at
    step = first_step(upgrade, has_certificate=ends is not None and ends - now > _MARGIN)
    if downgrade:
        station.update([StationTable.security_profile_lowered_to.set(profile)])
    begin(station_id, upgrade, step, now)
    return {"station_id": station_id, "profile": profile, "upgrade_id": upgrade.id}


def _check(station: StationTable, profile: int, *, allow_downgrade: bool) -> bool:
    """Whether it is a step down; Problem 409 for one that is not allowed."""
    reached = int(station.security_profile or 1)
    if profile == MUTUAL_TLS and not station.serial_number:
        raise _conflict("The station never said its serial number, so it can get no certificate.")
    if profile > reached:
        return False
    if (reached, profile) == (MUTUAL_TLS, BASIC_AND_TLS) and allow_downgrade:
        return True
    raise _conflict(f"The station has profile {reached}, and there is no way back (A05.FR.07).")


def _upgrade(station: StationTable, profile: int, url: str | None, slot: int | None) -> Upgrade:
    address = url or os.environ.get("OCPP_URL", "")
    if not address:
        raise invalid([("url", "is required: this deployment knows no address of its own")])
    if not is_address(address, profile):
        raise invalid([("url", f"must begin with wss:// and a host for profile {profile}")])
    order = _order(station.station_id)
    chosen = slot or _free_slot(order)
    priority = [str(chosen), *(other for other in order if other != str(chosen))]
    return Upgrade(
        id=uuid4().hex[:8],
        profile=profile,
        protocol=str(protocol_of(station)),
        url=address,
        slot=chosen,
        priority=",".join(priority),
    )


def _order(station_id: str) -> list[str]:
    """The station's slots as it last told them, the active one first."""
    known = find_record(station_id, "variable", _PRIORITY) or {}
    values = [attribute.get("value", "") for attribute in known.get("attributes", ())]
    return [slot for slot in ",".join(values).split(",") if slot] or ["1"]


def _free_slot(order: list[str]) -> int:
    """Another than the active one, which stays the way back while the new one is tried."""
    return 2 if order[0] == "1" else 1


def _conflict(reason: str) -> Problem:
    return Problem(409, "Conflict", reason)
