"""Which domain events a change of a session is worth, and what they say."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from corridor_kernel.events import Event
from corridor_kernel.identifiers import digest
from corridor_kernel.times import from_text
from sessions.domain.session import Session

SOURCE: Final = "corridor.sessions"


def announcements(before: Session, after: Session) -> Iterator[Event]:
    """SessionStarted once; SessionEnded, and SessionUpdated when the charging state changes.

    A transaction that went on after an end is told to have ended again when it does.
    """
    if after.started and not before.started:
        yield _started(after)
    if after.closing and not before.closing:
        yield _ended(after)
    elif not after.closing and _charging_state(after) != _charging_state(before):
        yield _updated(after)


def changed_after_settlement(cdr_id: str, before: Session, after: Session) -> Iterator[Event]:
    """SessionChangedAfterSettlement: what would be billed now is not what was billed."""
    now = (after.closing, after.energy_wh)
    if now != (before.closing, before.energy_wh):
        yield from _otherwise(cdr_id, after)


def changed_before_settlement(
    cdr_id: str, ended_at: str, energy_wh: Decimal, session: Session
) -> Iterator[Event]:
    """SessionChangedAfterSettlement for what came between the facts of the bill and the bill."""
    if session.closing and (session.closing[0], session.energy_wh) != (ended_at, energy_wh):
        yield from _otherwise(cdr_id, session)


def settled(
    session_id: str, cdr_id: str, total_incl_vat: Decimal, currency: str, now: datetime
) -> Event:
    """The bill is written."""
    data = {
        "session_id": session_id,
        "cdr_id": cdr_id,
        "total_incl_vat": str(total_incl_vat),
        "currency": currency,
    }
    return Event(SOURCE, "SessionSettled", f"SessionSettled/{session_id}", now, data)


def written_off(
    session: Session, unsettled_reason: str, by: str, reason: str, now: datetime
) -> Event:
    """A person decided that the session is never billed."""
    data = {
        "session_id": session.session_id,
        "station_id": session.station_id,
        "energy_wh": format(session.energy_wh, "f"),
        "unsettled_reason": unsettled_reason,
        "by": by,
        "reason": reason,
    }
    name = "SessionWrittenOff"
    return Event(SOURCE, name, f"{name}/{session.session_id}", now, data)


def start_failed(station_id: str, remote_start_id: int, reason: str, now: datetime) -> Event:
    """A remote start led to no transaction."""
    data = {"station_id": station_id, "remote_start_id": remote_start_id, "reason": reason}
    name = "StartFailed"
    return Event(SOURCE, name, f"{name}/{station_id}/{remote_start_id}", now, data)


def _started(session: Session) -> Event:
    token = session.id_token[1] if session.id_token else None
    data = {
        "session_id": session.session_id,
        "station_id": session.station_id,
        "transaction_id": session.transaction_id,
        "evse_id": session.evse_id[1] if session.evse_id else None,
        "connector_id": session.connector_id[1] if session.connector_id else None,
        "id_token": {"id_token": token.id_token, "type": token.type} if token else None,
        "started_at": session.started_at,
    }
    return _event("SessionStarted", session.session_id, session.started_at, data)


def _otherwise(cdr_id: str, session: Session) -> Iterator[Event]:
    if session.closing is None:
        return
    ended_at, stopped_reason = session.closing
    data = {
        "session_id": session.session_id,
        "station_id": session.station_id,
        "cdr_id": cdr_id,
        "ended_at": ended_at,
        "energy_wh": format(session.energy_wh, "f"),
        "stopped_reason": stopped_reason,
    }
    key = f"{session.session_id}/{digest(repr((session.closing, session.energy_wh)).encode())}"
    yield _event("SessionChangedAfterSettlement", key, session.heard, data)


def _updated(session: Session) -> Event:
    (seq_no, at, digest), state = session.charging_state or ((0, session.started_at, ""), "")
    data = {
        "session_id": session.session_id,
        "charging_state": state,
        "energy_wh": format(session.energy_wh, "f"),
        "updated_at": at,
    }
    return _event("SessionUpdated", f"{session.session_id}/{seq_no}/{digest}", at, data)


def _ended(session: Session) -> Event:
    ended_at, stopped_reason = session.closing or (session.started_at, "")
    data = {
        "session_id": session.session_id,
        "station_id": session.station_id,
        "transaction_id": session.transaction_id,
        "ended_at": ended_at,
        "energy_wh": format(session.energy_wh, "f"),
        "stopped_reason": stopped_reason,
    }
    key = f"{session.session_id}/{digest(repr(session.closing).encode())}"
    return _event("SessionEnded", key, ended_at, data)


def _charging_state(session: Session) -> str | None:
    return session.charging_state[1] if session.charging_state else None


def _event(name: str, key: str, at: str, data: dict[str, Any]) -> Event:
    said = {member: value for member, value in data.items() if value is not None}
    return Event(SOURCE, name, f"{name}/{key}", from_text(at), said)
