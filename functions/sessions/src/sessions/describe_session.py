"""What operators read of a session."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from corridor_kernel.money import MINOR_UNIT_DIGITS
from corridor_kernel.times import to_text
from sessions.domain.facts import CONFLICTING_EVENT, flags, is_conflicting
from sessions.domain.progress import LOST_END
from sessions.domain.session import Session
from sessions.domain.transaction_event import TransactionEvent
from sessions.tables import SessionItem

CORRECTED: Final = "corrected"


def describe_session(item: SessionItem, events: Iterable[TransactionEvent] = ()) -> dict[str, Any]:
    """Instants RFC 3339, energy in Wh and money as texts; None for what is not known.

    With its `events` it is told before the bill whether two of them claim one place.
    """
    session = item.session
    return {
        "session_id": item.session_id,
        "station_id": item.station_id,
        "transaction_id": session.transaction_id,
        "state": item.state,
        **_said(session),
        "flags": _all_flags(item, events),
        "cdr_id": item.cdr_id,
        "total_excl_vat": _amount(item.total_excl_vat, item.currency),
        "total_incl_vat": _amount(item.total_incl_vat, item.currency),
        "currency": item.currency,
        "settled_at": to_text(item.settled_at) if item.settled_at else None,
        "unsettled_reason": item.unsettled_reason,
        "written_off": _written_off(item),
    }


def describe_events(events: Iterable[TransactionEvent]) -> dict[str, Any]:
    """The events and the meter values in them, both in the station's order."""
    known = list(events)
    return {
        "events": [_event(event) for event in known],
        "meter_values": [
            {
                "timestamp": to_text(sample.instant),
                "seq_no": event.seq_no,
                "context": sample.context,
                "register_wh": _text(sample.register_wh),
                "others": dict(sample.others),
            }
            for event in known
            for sample in event.samples
        ],
    }


def _said(session: Session) -> Mapping[str, Any]:
    token = _value(session.id_token)
    return {
        "evse_id": _value(session.evse_id),
        "connector_id": _value(session.connector_id),
        "id_token": {"id_token": token.id_token, "type": token.type} if token else None,
        "remote_start_id": _value(session.remote_start_id),
        "reservation_id": _value(session.reservation_id),
        "charging_state": _value(session.charging_state),
        "started_at": session.started_at,
        "ended_at": session.closing[0] if session.closing else None,
        "stopped_reason": session.closing[1] if session.closing else None,
        "energy_wh": _text(session.energy_wh),
        "meter_start_wh": _text(session.begin[2]) if session.begin else None,
        "meter_stop_wh": _text(session.end[2]) if session.end else None,
    }


def _all_flags(item: SessionItem, events: Iterable[TransactionEvent]) -> list[str]:
    settled_with = item.settlement_flags or []
    register = [item.register_flag] if item.register_flag else []
    conflict = [CONFLICTING_EVENT] if is_conflicting(events) else []
    corrected = [CORRECTED] if item.cdr_number > 1 else []
    return sorted({*_flags(item), *settled_with, *register, *conflict, *corrected})


def _flags(item: SessionItem) -> list[str]:
    known = flags(item.session) if item.session.closing else list(item.session.flags)
    return [*known, "changed_after_settlement"] if _is_changed(item) else known


def _is_changed(item: SessionItem) -> bool:
    """Whether what would be billed now is not what was billed: a case for a person."""
    was_lost = LOST_END in (item.settlement_flags or [])
    has_ended_since = was_lost and item.session.ended is not None
    is_other = has_ended_since or item.billed_wh != item.session.energy_wh
    return item.cdr_id is not None and is_other


def _event(event: TransactionEvent) -> dict[str, Any]:
    return {
        "seq_no": event.seq_no,
        "event_type": event.kind,
        "timestamp": to_text(event.timestamp),
        "received_at": to_text(event.received_at),
        "trigger_reason": event.trigger_reason,
        "charging_state": event.charging_state,
        "stopped_reason": event.stopped_reason,
        "flags": list(event.flags),
    }


def _written_off(item: SessionItem) -> dict[str, Any] | None:
    if not item.written_off_at:
        return None
    return {
        "at": to_text(item.written_off_at),
        "by": item.written_off_by,
        "reason": item.written_off_reason,
    }


def _value(stamped: tuple[Any, ...] | None) -> Any:
    return stamped[1] if stamped else None


def _amount(paid: Decimal | None, currency: str | None) -> str | None:
    """In the minor unit, as on the CDR: DynamoDB keeps no zeros at the end."""
    if paid is None or currency is None:
        return None
    return format(paid, f".{MINOR_UNIT_DIGITS[currency]}f")


def _text(number: Any) -> str | None:
    return None if number is None else format(number, "f")
