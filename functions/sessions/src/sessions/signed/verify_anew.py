"""Judge again what an earlier verification said, by the keys of today (R-EI-6, R-EI-13)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sessions.domain.meter_key import MeterKey, is_judged_by, key_at
from sessions.domain.ocmf.record import read_record
from sessions.domain.session import Session
from sessions.domain.signed_value import read_at
from sessions.signed.assess_session import is_record, verified
from sessions.signed.meter_keys import keys_of_session
from sessions.tables import SignedValueItem

_PATIENCE: Final = timedelta(minutes=2)
"""The stream verifies within seconds: what it has not by then it has parked."""


def verified_anew(
    session: Session, items: Iterable[SignedValueItem], now: datetime
) -> list[SignedValueItem]:
    """The session's signed values with their verdicts of today; raises NotVerifiedYet.

    Meanwhile a key may have been entered, confirmed or ended, or the EVSE told.
    """
    known = list(items)
    keys = keys_of_session(session) if known else []
    for item in known:
        if _is_due(item, keys, now):
            # Imports cryptography, which most sessions need not wait for.
            from sessions.signed.verify_signed_value import verify_signed_value

            verify_signed_value(item, now)
    return verified(known)


def _is_due(item: SignedValueItem, keys: Sequence[MeterKey], now: datetime) -> bool:
    if not item.verdict:
        return now - item.received_at > _PATIENCE
    if not is_record(item):
        return False
    registered = key_at(keys, read_at(read_record(item.data), item.at, item.received_at))
    return not is_judged_by(registered, item.fingerprint, item.findings)
