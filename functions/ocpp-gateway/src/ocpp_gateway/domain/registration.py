"""What a station may do before it is accepted (R-BOOT-1..4)."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.registration import Registration

ACCEPTED, PENDING, REJECTED = Registration
UNBOOTED = "Unbooted"

BOOT = "BootNotification"

# Accepted: the heartbeat interval; the socket is cut after 10 silent minutes, and pings may not
# count. Otherwise: the wait before the next BootNotification (R-BOOT-4).
INTERVAL_S: Mapping[str, int] = {ACCEPTED: 300, PENDING: 60, REJECTED: 600}

# A new station is held for so long at most: what it keeps back is billing data (R-BOOT-7).
HELD_FOR = timedelta(minutes=5)


def status_of_boot(policy: str, is_new: bool, new_since: datetime | None, now: datetime) -> str:
    """How a boot is answered: a station that is new waits for its first provisioning.

    `new_since`: its first boot; None if this is the one.
    """
    is_held = is_new and (new_since is None or now - new_since < HELD_FOR)
    return PENDING if policy == ACCEPTED and is_held else policy


def standing(policy: str, boot_status: str | None, protocol: str = "") -> str:
    """How a station stands: the operator's policy, Accepted or held once a boot was answered so.

    It outlives disconnects: a station that reconnects does not boot again (R-RPC-13). Nor has one
    of 1.6 to that comes from another backend: refused, it would throw away what it has to bill.
    """
    if policy != ACCEPTED:
        return policy
    unbooted = ACCEPTED if protocol == Protocol.OCPP_1_6 else UNBOOTED
    return boot_status if boot_status in (ACCEPTED, PENDING) else unbooted


def may_send(standing: str, action: str, asked: Collection[str]) -> bool:
    """Whether a CALL is legal; if not, it deserves a SecurityError.

    `asked` are the actions that we asked for while the station is Pending.
    """
    if action == BOOT or standing == ACCEPTED:
        return True
    return standing == PENDING and action in asked
