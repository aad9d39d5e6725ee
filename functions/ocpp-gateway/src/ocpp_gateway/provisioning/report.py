"""Phase Report: the whole device model, in pages of which the first may never come (R-BOOT-5)."""

from dataclasses import replace

from ocpp_gateway.domain.provisioning import Ask, Move, Pause, Progress, Reply, request_id
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.records import find_record

STALLED_S = 30
_TRIES = 3
_LONGEST_PAUSE_S = 8


def take(run: Run, progress: Progress, reply: Reply | None) -> Move:
    """Ask for FullInventory and wait; again when no page comes, then go on with what there is.

    A station that leaves out the same pages every time is built so: it is not asked at each
    connect. One that leaves out others, or sends none at all, may do better next time.
    """
    notes = progress.notes
    if reply is not None:
        if reply.status == "Accepted":
            return _pause(progress.noting(waiting=True, pages=0, waited_s=0))
        if reply.status != "EmptyResultSet":
            progress = progress.refused("GetBaseReport", reply)
        return progress, None
    if not notes.get("waiting"):
        return _ask(run, progress)
    return _look(run, progress)


def _ask(run: Run, progress: Progress) -> Move:
    id = request_id(run.run_id, progress.turn)
    payload = {"requestId": id, "reportBase": "FullInventory"}
    return progress.noting(request_id=id), Ask("GetBaseReport", payload)


def _look(run: Run, progress: Progress) -> Move:
    notes = progress.notes
    report = find_record(run.station.station_id, "report", str(notes["request_id"])) or {}
    if report.get("complete"):
        return replace(progress, inventory=True), None
    pages = sorted(report.get("pages", ()))
    if len(pages) > notes["pages"]:
        return _pause(progress.noting(pages=len(pages), waited_s=0))
    if notes["waited_s"] < STALLED_S:
        return _pause(progress)
    return _stalled(run, progress, pages)


def _stalled(run: Run, progress: Progress, pages: list[int]) -> Move:
    stalls = [*progress.notes.get("stalls", ()), pages]
    if len(stalls) < _TRIES:
        return _ask(run, progress.noting(waiting=False, stalls=stalls))
    is_transient = not pages or any(other != pages for other in stalls)
    why = f"stopped after {len(pages)} pages"
    return progress.failing("FullInventory", why, is_transient), None


def _pause(progress: Progress) -> Move:
    """Longer each time that nothing came: 1, 1, 2, 4, 8, 8 … seconds."""
    waited = progress.notes["waited_s"]
    seconds = max(1, min(waited, _LONGEST_PAUSE_S))
    return progress.noting(waited_s=waited + seconds), Pause(seconds)
