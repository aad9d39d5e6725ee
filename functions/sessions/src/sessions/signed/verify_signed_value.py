"""What a signed value is worth: its form, its key, its signature (R-EI-3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pynamodb.expressions.update import Action

from sessions.domain.meter_key import KeySource, MeterKey, key_at
from sessions.domain.ocmf.key import BadKey, PublicKey, read_key
from sessions.domain.ocmf.record import Malformed, Record, read_record
from sessions.domain.ocmf.verdict import Finding, State, Verdict, verdict
from sessions.domain.ocmf.verification import verify
from sessions.domain.signed_value import read_at
from sessions.signed.ask_for_key import ask_for_key
from sessions.signed.follow_pages import Page, follow_pages
from sessions.signed.meter_keys import keys_of, note_key
from sessions.tables import SessionItem, SignedValueItem

_OCMF = {"", "OCMF"}
_LONGEST_SERIAL: Final = 255
"""No key of a table is longer than 1 KB."""
_SOUND = {State.VALID, State.VALID_WITH_FINDINGS}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The key that a record is verified with, and what is to be said of it.

    `new` is that key where it is not the registered one, valid from this reading on.
    """

    key: PublicKey | None
    findings: tuple[Finding, ...]
    new: MeterKey | None = None


def verify_signed_value(item: SignedValueItem, now: datetime) -> None:
    """Write the verdict into the item; note a key that is new and follow the pagination.

    Done again it comes to the same, unless a key was confirmed meanwhile: then to that.
    """
    evse_id = _evse_of(item)
    try:
        record = read_record(item.data)
    except Malformed:
        # OCPP knows other formats than OCMF: those are not wrong, nobody here can read them.
        is_other = item.encoding_method not in _OCMF
        _judge(item, verdict([Finding.FORMAT_UNKNOWN if is_other else Finding.MALFORMED]), None)
        return
    at = read_at(record, item.at, item.received_at)
    keys = keys_of(item.station_id, evse_id)
    chosen = _choose(item, evse_id, record, keys, at)
    signed = verify(record, chosen.key)
    if chosen.new and evse_id and signed.state is not State.INVALID:
        note_key(item.station_id, evse_id, chosen.new, keys, now)
    judged = verdict([*signed.findings, *chosen.findings])
    if record.page and judged.state in _SOUND:
        # A page that nobody vouches for closes no gap, and opens none.
        context, number = record.page
        meter = (record.meter_serial or record.gateway_serial)[:_LONGEST_SERIAL]
        follow_pages(Page(item.station_id, evse_id, meter, context, number), now)
    _judge(item, judged, chosen.key)


def _choose(
    item: SignedValueItem, evse_id: int, record: Record, keys: Sequence[MeterKey], at: datetime
) -> _Chosen:
    """The confirmed key of that time, unless the record comes with another one."""
    registered = key_at(keys, at)
    told, findings = _told(item, record)
    if told is None or (registered and told[0].fingerprint == registered.fingerprint):
        if registered is None:
            if evse_id and not keys and (record.begins or record.ends):
                ask_for_key(item.station_id, evse_id, item.session_id)
            return _unconfirmed(keys, findings)
        return _Chosen(read_key(registered.der), findings)
    key, source = told
    more = Finding.KEY_CHANGED if registered else Finding.KEY_UNCONFIRMED
    serial = record.meter_serial[:_LONGEST_SERIAL] or None
    new = MeterKey(key.fingerprint, key.der.hex(), key.curve, source, at, None, serial)
    return _Chosen(key, (*findings, more), new)


def _unconfirmed(keys: Sequence[MeterKey], findings: tuple[Finding, ...]) -> _Chosen:
    """The only key that was ever heard of, if there is one."""
    if len(keys) == 1 and not keys[0].confirmed:
        return _Chosen(read_key(keys[0].der), (*findings, Finding.KEY_UNCONFIRMED))
    return _Chosen(None, findings)


def _told(
    item: SignedValueItem, record: Record
) -> tuple[tuple[PublicKey, KeySource] | None, tuple[Finding, ...]]:
    """The key that the message or the record itself bears."""
    findings: list[Finding] = []
    for text, source in _texts(item, record):
        try:
            return (read_key(text), source), tuple(findings)
        except BadKey:
            findings.append(Finding.KEY_UNREADABLE)
    return None, tuple(findings)


def _texts(item: SignedValueItem, record: Record) -> Iterator[tuple[str, KeySource]]:
    if item.told_key:
        yield item.told_key, KeySource.MESSAGE
    if record.own_key:
        yield record.own_key, KeySource.RECORD


def _evse_of(item: SignedValueItem) -> int:
    """0 where neither the event nor, so far, its session says."""
    if item.evse_id:
        return int(item.evse_id)
    try:
        session = SessionItem.get(item.session_id, consistent_read=True).session
    except SessionItem.DoesNotExist:
        return 0
    return session.evse_id[1] if session.evse_id else 0


def _judge(item: SignedValueItem, judged: Verdict, key: PublicKey | None) -> None:
    known = SignedValueItem.fingerprint
    changes: list[Action] = [
        SignedValueItem.verdict.set(judged.state.value),
        SignedValueItem.findings.set([finding.value for finding in judged.findings]),
        known.set(key.fingerprint) if key else known.remove(),
    ]
    item.update(changes)
