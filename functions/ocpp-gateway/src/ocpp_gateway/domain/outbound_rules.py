"""When nothing may be sent to a station, and what a CALL of ours makes it send."""

from collections.abc import Collection
from datetime import timedelta

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.domain.registration import REJECTED

_GRACE = timedelta(seconds=60)


def find_refusal(
    *, connected: bool, registrations: Collection[str | None], waited: timedelta, timeout_s: float
) -> Ending | None:
    """Why a waiting call ends unsent at its turn, or None if it may go out.

    A call that waited longer than its caller would wait for an answer is stale: its caller has
    given up, and a late RequestStartTransaction would charge a car that nobody pays for.
    """
    if not connected:
        return Ending(Outcome.OFFLINE, "The station is not connected.")
    if REJECTED in registrations:
        return Ending(Outcome.INVALID, "The station is Rejected: nothing is sent to it (R-BOOT-3).")
    if waited > timedelta(seconds=timeout_s):
        return Ending(Outcome.TIMEOUT, f"Not sent: it waited for its turn over {timeout_s} s.")
    return None


def find_loss(*, on_current_socket: bool, out_for: timedelta, timeout_s: float) -> Ending | None:
    """How a call that is out has ended without anyone saying so, or None if it may be answered.

    `$disconnect` is best effort, and a deadline can end on the dead-letter queue: neither may
    keep a station from its next call for ever.
    """
    if not on_current_socket:
        return Ending(Outcome.DISCONNECTED, "The socket was closed before the station answered.")
    if out_for > timedelta(seconds=timeout_s) + _GRACE:
        return Ending(Outcome.TIMEOUT, f"No answer within {timeout_s} s.")
    return None


def asked(action: str, payload: Payload) -> frozenset[str]:
    """The actions that this CALL makes a Pending station send (R-BOOT-2)."""
    if action in ("GetBaseReport", "GetReport"):
        return frozenset({"NotifyReport"})
    if action in ("TriggerMessage", "ExtendedTriggerMessage"):
        message: str = payload["requestedMessage"]
        return frozenset({_TRIGGERED.get(message, message)})
    return frozenset()


_TRIGGERED = dict.fromkeys(
    (
        "SignChargingStationCertificate",
        "SignV2GCertificate",
        "SignCombinedCertificate",
        "SignChargePointCertificate",
    ),
    "SignCertificate",
)
