"""End a run: the station is free for the next one, and what it was provisioned for is set down."""

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.provisioning import RunState
from ocpp_gateway.domain.provisioning import Progress
from ocpp_gateway.prices.show_prices import show_prices
from ocpp_gateway.provisioning.note_progress import note_progress, note_restart
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.provisioning.start_provisioning import start_if_due
from ocpp_gateway.tables import StationTable


def conclude(run: Run, progress: Progress) -> None:
    """Transient failures leave the station unprovisioned: its next connect brings the next run.

    So does a doubt that came up meanwhile, and that run starts at once. What the station has to
    show is sent by what is known of it now.
    """
    if progress.restarts:
        note_restart(run, progress)
    note_progress(run, progress, RunState.INCOMPLETE if progress.failures else RunState.COMPLETE)
    if progress.transient or progress.restarts:
        _free(run, [StationTable.provisioned_for.remove()])
    elif not _free(run, [StationTable.provisioned_for.set(progress.fingerprint)], _undoubted(run)):
        is_doubted = _free(run, [])
        start_if_due(run.station.station_id, run.now, requested=is_doubted)
    show_prices(run.station.station_id, run.now)


def abandon(run: Run, cause: str) -> None:
    """The machine itself failed: the station is free, and its next connect brings another run."""
    progress = Progress("", "").failing("run", cause)
    note_progress(run, progress, RunState.INCOMPLETE)
    _free(run, [StationTable.provisioned_for.remove()])


def _undoubted(run: Run) -> Condition:
    return StationTable.provisioned_for == run.run_id


def _free(run: Run, changes: list[Action], condition: Condition | None = None) -> bool:
    """False if `condition` does not hold; a run that is not the open one frees nobody."""
    changes = [
        StationTable.provisioning.remove(),
        StationTable.provisioning_since.remove(),
        *changes,
    ]
    is_open = StationTable.provisioning == run.run_id
    try:
        run.station.update(changes, is_open if condition is None else is_open & condition)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
        return False
    return True
