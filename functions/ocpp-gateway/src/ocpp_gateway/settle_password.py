"""End a rotation: the password that the station showed or confirmed stays, the other one goes."""

from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain.password_rotation import Verdict, is_rotation, verdict
from ocpp_gateway.tables import CallTable, StationTable


def settle_after_call(call: CallTable) -> None:
    """Take over what the end of a CALL says, if it was a rotation (A01.FR.03/04)."""
    if call.payload is None or not is_rotation(str(call.action), call.payload):
        return
    decided = verdict(Outcome(call.outcome), call.response)
    station = find_station(call.station_id)
    if station is None or station.next_password_call_id != call.call_id:
        return
    if decided is Verdict.NEW:
        keep_new(station, call.finished_at)
    elif decided is Verdict.OLD:
        keep_old(station)
    elif decided is Verdict.AFTER_REBOOT:
        _change(station, [StationTable.next_password_after_reboot.set(True)])


def keep_new(station: StationTable, now: datetime) -> None:
    """From now on only the new password opens a socket."""
    changes = [
        StationTable.password_hash.set(station.next_password_hash),
        StationTable.password_changed_at.set(now),
    ]
    _change(station, [*changes, *_end()])


def keep_old(station: StationTable) -> None:
    """The new password never was one."""
    _change(station, _end())


def _end() -> list[Action]:
    return [
        StationTable.next_password_hash.remove(),
        StationTable.next_password_call_id.remove(),
        StationTable.next_password_sent_at.remove(),
        StationTable.next_password_after_reboot.remove(),
    ]


def _change(station: StationTable, changes: list[Action]) -> None:
    """Only this rotation: whoever settled it before us was right."""
    same = StationTable.next_password_call_id == station.next_password_call_id
    try:
        StationTable(station.station_id, "station").update(changes, condition=same)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
