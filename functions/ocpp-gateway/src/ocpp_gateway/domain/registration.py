"""What a station may do before it is accepted (R-BOOT-1..4)."""

from collections.abc import Collection

ACCEPTED = "Accepted"
PENDING = "Pending"
REJECTED = "Rejected"
UNBOOTED = "Unbooted"

BOOT = "BootNotification"

# Accepted: the heartbeat interval; the socket is cut after 10 silent minutes, and pings may not
# count. Otherwise: the wait before the next BootNotification (R-BOOT-4).
INTERVAL_S = {ACCEPTED: 300, PENDING: 60, REJECTED: 600}


def standing(policy: str, boot_status: str | None) -> str:
    """How a station stands: the operator's policy, accepted only once a boot was answered so.

    It outlives disconnects: a station that reconnects does not boot again (R-RPC-13).
    """
    if policy == ACCEPTED and boot_status != ACCEPTED:
        return UNBOOTED
    return policy


def may_send(standing: str, action: str, asked: Collection[str]) -> bool:
    """Whether a CALL is legal; if not, it deserves a SecurityError.

    `asked` are the actions that we asked for while the station is Pending.
    """
    if action == BOOT or standing == ACCEPTED:
        return True
    return standing == PENDING and action in asked
