"""Say that a meter's key is right: from then on what it signs can be billed (R-EI-6, R-EI-13)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from corridor_aws.tables import transaction
from corridor_kernel.problems import not_found
from sessions.domain.meter_key import KeySource, MeterKey
from sessions.domain.ocmf.key import PublicKey
from sessions.signed.meter_keys import keys_of, to_item
from sessions.tables import MeterKeyItem


@dataclass(frozen=True, slots=True)
class Label:
    """What a person knows of a key: who says so, and what is printed on the meter."""

    by: str
    meter_serial: str | None = None
    bnetza_id: str | None = None
    time_certified: bool | None = None
    valid_from: datetime | None = None


def register_key(
    station_id: str, evse_id: int, key: PublicKey, label: Label, now: datetime
) -> MeterKeyItem:
    """A key of the commissioning, valid from `valid_from` or now on; it ends the one before.

    A key that the field had told of already is confirmed by it.
    """
    found = MeterKey(
        key.fingerprint, key.der.hex(), key.curve, KeySource.COMMISSIONING, label.valid_from or now
    )
    known = {one.fingerprint: one for one in keys_of(station_id, evse_id)}
    return _confirm(station_id, evse_id, known.get(key.fingerprint, found), label, now)


def confirm_key(
    station_id: str, evse_id: int, fingerprint: str, label: Label, now: datetime
) -> MeterKeyItem:
    """A key from the field is the meter's: valid from its first reading on. Problem 404."""
    for key in keys_of(station_id, evse_id):
        if key.fingerprint == fingerprint:
            return _confirm(station_id, evse_id, key, label, now)
    raise not_found("meter key", fingerprint)


def _confirm(
    station_id: str, evse_id: int, key: MeterKey, label: Label, now: datetime
) -> MeterKeyItem:
    since = label.valid_from or key.valid_from
    # A meter that comes back signs again, and what it signed before stays its own.
    is_back = key.valid_to is not None and key.valid_to <= since
    confirmed = replace(
        key,
        confirmed=True,
        valid_from=key.valid_from if is_back else since,
        valid_to=None if is_back else key.valid_to,
        meter_serial=label.meter_serial or key.meter_serial,
        bnetza_id=label.bnetza_id or key.bnetza_id,
        time_certified=key.time_certified if label.time_certified is None else label.time_certified,
    )
    item = to_item(station_id, evse_id, confirmed, now)
    item.confirmed_by = label.by
    with transaction() as writes:
        writes.save(item)
        for before in _ended(station_id, evse_id, key.fingerprint, since):
            writes.update(
                MeterKeyItem(item.evse, before.fingerprint),
                actions=[MeterKeyItem.valid_to.set(since)],
            )
    return item


def _ended(station_id: str, evse_id: int, by: str, since: datetime) -> Iterator[MeterKey]:
    """The confirmed keys that were still valid when the one of that fingerprint began."""
    for key in keys_of(station_id, evse_id):
        is_other = key.confirmed and key.fingerprint != by
        if is_other and key.is_valid_at(since):
            yield key
