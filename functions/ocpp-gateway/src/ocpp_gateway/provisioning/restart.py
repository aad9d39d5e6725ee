"""Phase Restart: what takes effect after a reboot gets one, when the last car has gone."""

from ocpp_gateway.domain.provisioning import Ask, Move, Progress, Reply
from ocpp_gateway.provisioning.note_progress import KIND, RESTART
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.provisioning.variables import waits_for_reboot
from ocpp_gateway.records import delete_record, find_record

ON_ITS_WAY = ("Accepted", "Scheduled")

# A Soft reset of 1.6 ends what is charged: the station's own next boot has to do.
_NOT_SUPPORTED = "NotSupported: OCPP 1.6 knows no reset that waits for the last car"


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """One Reset for each thing that the station has been: one that does not help is not tried
    again at every boot."""
    if reply is not None:
        if reply.status in ON_ITS_WAY:
            return progress.restarting(), None
        return progress.refused("Reset", reply), None
    if not waits_for_reboot(run, progress):
        delete_record(run.station.station_id, KIND, RESTART)
        return progress, None
    if run.speaks_16:
        return progress.failing("Reset", _NOT_SUPPORTED), None
    if _was_restarted(run, progress):
        return progress.failing("Reset", "changed nothing"), None
    return progress, Ask("Reset", {"type": "OnIdle"})


def _was_restarted(run: Run, progress: Progress) -> bool:
    before = find_record(run.station.station_id, KIND, RESTART) or {}
    return before.get("fingerprint") == progress.fingerprint
