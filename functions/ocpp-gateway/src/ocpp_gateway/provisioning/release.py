"""Phase Release: a station that was held until now boots again, and is Accepted (R-BOOT-2)."""

from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.domain.registration import ACCEPTED, PENDING
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.tables import StationTable


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """From here on it is new no more; if the trigger fails, its own next boot comes in a minute."""
    if reply is not None:
        is_done = reply.status == "Accepted"
        return (progress if is_done else progress.refused("BootNotification", reply)), None
    run.station.update([StationTable.is_new.remove(), StationTable.new_since.remove()])
    is_held = run.station.boot_status == PENDING and run.station.registration == ACCEPTED
    if not is_held or progress.restarts:
        return progress, None
    return progress, Ask("TriggerMessage", {"requestedMessage": "BootNotification"})
