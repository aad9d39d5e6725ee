"""Phase ChargingProfiles: without a fail-safe, a station alone charges without limit (R-SC-6)."""

from ocpp_gateway.domain.failsafe_profiles import failsafe_profiles
from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.provisioning.run import Run

_RATE_UNIT = "SmartChargingCtrlr/RateUnit"


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """The next SetChargingProfile of what the station was registered with; nothing else is sent."""
    done = progress.notes.get("done", 0)
    wanted = failsafe_profiles(run.station.failsafe or {}, _rate_units(run), progress.started_at)
    if reply is not None:
        if reply.status != "Accepted":
            purpose = wanted[done]["chargingProfile"]["chargingProfilePurpose"]
            progress = progress.refused(purpose, reply)
        done += 1
        progress = progress.noting(done=done)
    if done >= len(wanted):
        return progress, None
    return progress, Ask("SetChargingProfile", wanted[done])


def _rate_units(run: Run) -> str:
    attributes = run.records("variable").get(_RATE_UNIT, {}).get("attributes", [])
    return next((str(one["value"]) for one in attributes if "value" in one), "")
