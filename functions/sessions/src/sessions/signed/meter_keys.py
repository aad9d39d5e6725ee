"""The register of public keys as it is stored: read, and learned from the field."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.exceptions import TransactWriteError, UpdateError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_condition_failure, is_lost_race, transaction
from sessions.domain.meter_key import KeySource, MeterKey, meter_key_found
from sessions.domain.session import Session
from sessions.tables import MeterKeyItem, evse_key


def keys_of(station_id: str, evse_id: int) -> list[MeterKey]:
    """Every key that the EVSE's meter ever bore."""
    items = MeterKeyItem.query(evse_key(station_id, evse_id), consistent_read=True)
    return [to_key(item) for item in items]


def keys_of_session(session: Session) -> list[MeterKey]:
    """Every key that the meter of its EVSE ever bore."""
    return keys_of(session.station_id, session.evse_id[1] if session.evse_id else 0)


def note_key(
    station_id: str, evse_id: int, key: MeterKey, known: Iterable[MeterKey], now: datetime
) -> None:
    """Keep a key that came from the field, and tell of it once.

    What is delivered late may be the first that it signed: then it is valid from there on.
    """
    before = next((one for one in known if one.fingerprint == key.fingerprint), None)
    if before is None:
        _add(station_id, evse_id, key, now)
    elif not before.confirmed and key.valid_from < before.valid_from:
        _date_back(station_id, evse_id, key)


def _add(station_id: str, evse_id: int, key: MeterKey, now: datetime) -> None:
    item = to_item(station_id, evse_id, key, now)
    try:
        with transaction() as writes:
            writes.save(item, condition=MeterKeyItem.fingerprint.does_not_exist())
            writes.save(outbox_item(meter_key_found(station_id, evse_id, key, now)))
    except TransactWriteError as error:
        if not is_lost_race(error):
            raise


def _date_back(station_id: str, evse_id: int, key: MeterKey) -> None:
    try:
        MeterKeyItem(evse_key(station_id, evse_id), key.fingerprint).update(
            actions=[MeterKeyItem.valid_from.set(key.valid_from)],
            condition=MeterKeyItem.confirmed_at.does_not_exist()
            & (MeterKeyItem.valid_from > key.valid_from),
        )
    except UpdateError as error:
        if not is_condition_failure(error):
            raise


def to_item(station_id: str, evse_id: int, key: MeterKey, now: datetime) -> MeterKeyItem:
    return MeterKeyItem(
        evse_key(station_id, evse_id),
        key.fingerprint,
        der=key.der,
        curve=key.curve,
        source=key.source.value,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        meter_serial=key.meter_serial,
        bnetza_id=key.bnetza_id,
        time_certified=key.time_certified,
        confirmed_at=now if key.confirmed else None,
    )


def to_key(item: MeterKeyItem) -> MeterKey:
    return MeterKey(
        fingerprint=item.fingerprint,
        der=item.der,
        curve=item.curve,
        source=KeySource(item.source),
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        meter_serial=item.meter_serial,
        bnetza_id=item.bnetza_id,
        time_certified=bool(item.time_certified),
        confirmed=item.confirmed_at is not None,
    )
