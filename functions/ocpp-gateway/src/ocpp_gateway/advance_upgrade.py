"""Take a station one step further on its way to another security profile.

Driven by what ends: a CALL, or the signing of a certificate; a handshake under the profile ends it.
Every step may be told twice: it sends the CALL that has its name, which the gateway takes once.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from corridor_aws.station_calls import send_call
from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.domain.profile_upgrade import (
    PREFIX,
    Step,
    Upgrade,
    after,
    after_certificate,
    call_of,
    is_taken,
)
from ocpp_gateway.records import find_record, put_record
from ocpp_gateway.tables import CallTable

KIND = "profile-upgrade"
_KEY = "current"


def begin(station_id: str, upgrade: Upgrade, step: Step, now: datetime) -> None:
    """Remember where the station is, then send what takes it on."""
    _remember(station_id, upgrade, step, now, status="Running")
    _send(station_id, upgrade, step)


def after_call(call: CallTable) -> None:
    """A CALL has ended: if it is the one that the upgrade waits for, the next one follows."""
    if not str(call.call_id).startswith(f"{PREFIX}-"):
        return
    found = _find(call.station_id)
    if found is None:
        return
    upgrade, step = found
    if upgrade.call_id(step) != call.call_id:
        if step in [after(one) for one in Step if upgrade.call_id(one) == call.call_id]:
            _send(call.station_id, upgrade, step)
        return
    taken = call.outcome == Outcome.RESULT and is_taken(call.response)
    if not taken:
        reason = f"{call.action}: {call.outcome} {call.response or call.error_code or ''}".strip()
        _remember(call.station_id, upgrade, step, call.finished_at, status="Failed", reason=reason)
    elif (following := after(step)) is not None:
        begin(call.station_id, upgrade, following, call.finished_at)


def after_installation(station_id: str, now: datetime) -> None:
    """The station took a certificate: if the upgrade waits for that, it goes on."""
    found = _find(station_id)
    if found is None:
        return
    upgrade, step = found
    following = after_certificate(upgrade)
    if step is Step.CERTIFICATE:
        begin(station_id, upgrade, following, now)
    elif step is following:
        _send(station_id, upgrade, step)


def _send(station_id: str, upgrade: Upgrade, step: Step) -> None:
    """Also told again, for the run that remembered the step may have died before it was sent."""
    if step is not Step.RECONNECT:
        action, payload = call_of(upgrade, step)
        send_call(station_id, upgrade.call_id(step), action, payload)


def end_upgrade(station_id: str, profile: int, now: datetime) -> None:
    """The station has come under `profile`: whatever it still had to do for that is over."""
    found = _find(station_id)
    if found is not None and profile >= found[0].profile:
        _remember(station_id, found[0], Step.RECONNECT, now, status="Completed")


def _find(station_id: str) -> tuple[Upgrade, Step] | None:
    known = find_record(station_id, KIND, _KEY)
    if known is None or known["status"] != "Running":
        return None
    return Upgrade(**known["upgrade"]), Step(known["step"])


def _remember(station_id: str, upgrade: Upgrade, step: Step, now: datetime, **more: Any) -> None:
    content = {"upgrade": asdict(upgrade), "step": step.value, **more}
    put_record(station_id, KIND, _KEY, content, now)
