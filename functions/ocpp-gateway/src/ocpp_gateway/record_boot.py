"""Keep a boot and the status it was given, and tell of it: both or neither (R-BOOT-1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.call_items import protocol_of
from ocpp_gateway.domain.registration import ACCEPTED, status_of_boot
from ocpp_gateway.race import won
from ocpp_gateway.station_events import station_booted
from ocpp_gateway.tables import StationTable

# Reasons that put in doubt what we know of the station (R-BOOT-5); 1.6 gives none.
_DOUBTFUL = ("FirmwareUpdate", "Unknown")

# A station that reboots may count its message ids from 1 again, and would set its clock by an
# old answer: the same id is a replay only while the station may still be sending that message.
REPLAYED_WITHIN = timedelta(minutes=1)

_TRIES = 3

Said = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Boot:
    """What a boot was answered with."""

    booted_at: datetime
    status: str


def record_boot(station_id: str, message_id: str, said: Said, now: datetime) -> Boot:
    """The answer to give by the operator's policy now, or what a replay was told the first time.

    Two round trips; one for a replay.
    """
    for _ in range(_TRIES):
        station = StationTable.get(station_id, "station", consistent_read=True)
        before = _replayed(station, message_id, now)
        if before is not None:
            return before
        boot = Boot(now, _status(station, now))
        if _saved(station, message_id, said, boot):
            return boot
    raise RuntimeError("the station's item changes all the time")


def _status(station: StationTable, now: datetime) -> str:
    is_new = bool(station.is_new) and not _speaks_16(station)
    return status_of_boot(str(station.registration), is_new, station.new_since, now)


def _replayed(station: StationTable, message_id: str, now: datetime) -> Boot | None:
    if station.boot_message_id != message_id or station.booted_at is None:
        return None
    if now - station.booted_at > REPLAYED_WITHIN:
        return None
    return Boot(station.booted_at, str(station.boot_status))


def _saved(station: StationTable, message_id: str, said: Said, boot: Boot) -> bool:
    """Only over what was read: another run may be answering the same boot."""
    booted_at, policy = StationTable.booted_at, StationTable.registration
    known = station.booted_at
    unchanged = booted_at.does_not_exist() if known is None else booted_at == known

    def write(items: TransactWrite) -> None:
        condition = unchanged & (policy == station.registration)
        items.update(station, _changes(station, message_id, said, boot), condition)
        items.save(station_booted(station.station_id, boot.status, said, boot.booted_at))

    return won(write)


def _changes(station: StationTable, message_id: str, said: Said, boot: Boot) -> list[Action]:
    changes: list[Action] = [
        StationTable.booted_at.set(boot.booted_at),
        StationTable.boot_message_id.set(message_id),
        StationTable.boot_status.set(boot.status),
        StationTable.last_seen.set(boot.booted_at),
    ]
    for name, value in said.items():
        attribute = getattr(StationTable, name)
        changes.append(attribute.remove() if value is None else attribute.set(value))
    if boot.status == ACCEPTED:
        changes += [StationTable.asked.remove(), StationTable.is_new.remove()]
    elif station.is_new and not station.new_since:
        changes.append(StationTable.new_since.set(boot.booted_at))
    if said["reason"] in _DOUBTFUL and not _speaks_16(station):
        changes.append(StationTable.provisioned_for.remove())
    return changes


def _speaks_16(station: StationTable) -> bool:
    return protocol_of(station) == Protocol.OCPP_1_6
