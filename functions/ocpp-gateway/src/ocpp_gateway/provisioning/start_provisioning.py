"""Start a run where one is due: one at a time for each station (R-BOOT-5)."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from corridor_aws import settings, workflows
from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.registration import Provisioning
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain.registration import REJECTED
from ocpp_gateway.provisioning.run import fingerprint_of
from ocpp_gateway.tables import StationTable

# A run that is open for longer has died without a word.
_LONGEST = timedelta(hours=1)


def start_if_due(station_id: str, now: datetime, *, requested: bool = False) -> str | None:
    """The id of the station's open run, None if it needs none now.

    `requested`: by an operator, whatever is known of the station. Claimed first and started
    second: whoever comes after a crash finds the claim and starts the same run, which starts once.
    """
    station = find_station(station_id)
    if station is None or not is_ready(station) or not (requested or is_due(station)):
        return None
    run_id = _open_run(station, now) or _claim(station, now)
    if run_id:
        _start(station_id, run_id)
    return run_id


def is_due(station: StationTable) -> bool:
    """Whether it was never provisioned as what it is now; nobody asked for it."""
    is_known = station.provisioned_for == fingerprint_of(station)
    return station.provisioning_policy != Provisioning.ON_REQUEST and not is_known


def is_ready(station: StationTable) -> bool:
    """Whether it is there, has booted, and may be sent something."""
    return (
        station.connection_id is not None
        and station.boot_status not in (None, REJECTED)
        and station.registration != REJECTED
    )


def _open_run(station: StationTable, now: datetime) -> str | None:
    since = station.provisioning_since
    return station.provisioning if since and now - since < _LONGEST else None


def _claim(station: StationTable, now: datetime) -> str | None:
    """None if another was faster: it starts the run."""
    run_id, before = uuid4().hex[:16], StationTable.provisioning
    unclaimed = before == station.provisioning if station.provisioning else before.does_not_exist()
    changes: list[Action] = [
        before.set(run_id),
        StationTable.provisioning_since.set(now),
        # Whoever doubts the station from here on takes this away again.
        StationTable.provisioned_for.set(run_id),
    ]
    try:
        station.update(changes, unclaimed)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
        return None
    return run_id


def _start(station_id: str, run_id: str) -> None:
    name = f"{sha256(station_id.encode()).hexdigest()[:24]}-{run_id}"
    arguments = {"station_id": station_id, "run_id": run_id}
    workflows.start(settings.required("STATION_PROVISIONING_MACHINE_ARN"), name, arguments)
