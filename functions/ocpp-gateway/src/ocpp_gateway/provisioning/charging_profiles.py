"""Phase ChargingProfiles: without a fail-safe, a station alone charges without limit (R-SC-6)."""

from typing import Any, Final

from ocpp_gateway.domain.failsafe_profiles import failsafe_profiles, lifted
from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.provisioning.run import Run

_RATE_UNIT: Final = "SmartChargingCtrlr/RateUnit"

# Unknown: what is to be cleared is not there.
_DONE: Final = ("Accepted", "Unknown")


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """One CALL a limit: set, or cleared where it was taken back; nothing else is sent."""
    if "steps" not in progress.notes:
        progress = progress.noting(steps=_steps(run, progress))
    elif reply is not None:
        progress = _heard(progress, reply)
    steps = progress.notes["steps"]
    if not steps:
        return progress, None
    return progress, Ask(steps[0]["action"], steps[0]["payload"])


def _steps(run: Run, progress: Progress) -> list[dict[str, Any]]:
    limits = run.station.failsafe or {}
    wanted = failsafe_profiles(limits, _rate_units(run), progress.started_at)
    cleared = [{"chargingProfileId": id} for id in lifted(limits)]
    return [
        *({"action": "ClearChargingProfile", "payload": payload} for payload in cleared),
        *({"action": "SetChargingProfile", "payload": payload} for payload in wanted),
    ]


def _heard(progress: Progress, reply: Reply) -> Progress:
    done, *rest = progress.notes["steps"]
    if reply.status not in _DONE:
        profile = done["payload"].get("chargingProfile", {})
        progress = progress.refused(profile.get("chargingProfilePurpose", done["action"]), reply)
    return progress.noting(steps=rest)


def _rate_units(run: Run) -> str:
    attributes = run.records("variable").get(_RATE_UNIT, {}).get("attributes", [])
    return next((str(one["value"]) for one in attributes if "value" in one), "")
