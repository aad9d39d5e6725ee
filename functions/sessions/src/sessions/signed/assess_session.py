"""What a session's signed values prove together: asked when it is settled (R-EI-3, R-EI-4)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sessions.domain.meter_key import key_at
from sessions.domain.ocmf.assessment import Assessment, Checked, assess
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import Finding, State, Verdict
from sessions.domain.session import Session
from sessions.signed.meter_keys import keys_of
from sessions.tables import SignedValueItem

_NO_RECORD = {Finding.MALFORMED, Finding.FORMAT_UNKNOWN}
_MAY_BE_KNOWN_NOW = {Finding.KEY_MISSING, Finding.KEY_UNCONFIRMED, Finding.KEY_CHANGED}


class NotVerifiedYet(Exception):
    """The verification is on its way: whoever asks comes again."""


def signed_values(session_id: str) -> list[SignedValueItem]:
    """Every signed value that is here, in the station's order."""
    return list(SignedValueItem.query(session_id, consistent_read=True))


def verified(items: Iterable[SignedValueItem]) -> list[SignedValueItem]:
    """The same; raises NotVerifiedYet."""
    known = list(items)
    for item in known:
        if item.verdict is None:
            raise NotVerifiedYet(f"{item.session_id} {item.place}")
    return known


def verified_anew(items: Iterable[SignedValueItem], now: datetime) -> list[SignedValueItem]:
    """With the verdicts of today, for a key may have been confirmed, or an EVSE told, since."""
    return [_current(item, now) for item in verified(items)]


def assess_session(session: Session, items: Sequence[SignedValueItem]) -> Assessment:
    """Of verified values of the session."""
    checked = [to_checked(item) for item in items if is_record(item)]
    unread = [Finding(word) for item in items if not is_record(item) for word in item.findings]
    return assess(checked, _expected(session, checked), unread)


def is_record(item: SignedValueItem) -> bool:
    """Whether the verification could read it."""
    return _NO_RECORD.isdisjoint(item.findings)


def _current(item: SignedValueItem, now: datetime) -> SignedValueItem:
    if _MAY_BE_KNOWN_NOW.intersection(item.findings):
        # Imports cryptography, which most sessions need not wait for.
        from sessions.signed.verify_signed_value import verify_signed_value

        verify_signed_value(item, now)
    return item


def to_checked(item: SignedValueItem) -> Checked:
    """A verified value that is a record."""
    findings = tuple(map(Finding, item.findings))
    return Checked(read_record(item.data), Verdict(State(item.verdict), findings))


def _expected(session: Session, checked: Sequence[Checked]) -> Expected:
    """What the register of keys and the transaction say of meter, EVSE and token."""
    if not checked:
        return Expected()
    evse_id = session.evse_id[1] if session.evse_id else 0
    instants = [one.instant for part in checked for one in part.record.readings if one.instant]
    key = key_at(keys_of(session.station_id, evse_id), min(instants)) if instants else None
    return Expected(
        meter_serial=key.meter_serial if key else None,
        time_certified=key is not None and key.time_certified,
        id_token=session.id_token[1].id_token if session.id_token else None,
    )
