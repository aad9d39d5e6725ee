"""Put the driver's package together from what is stored."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from sessions.domain.package.package import Bill, Measured, Package
from sessions.domain.session import Session
from sessions.receipts.stored_values import altered_values
from sessions.signed.assess_session import assess_session, verified_values
from sessions.signed.signed_records import keys_of_session, signed_records
from sessions.tables import SessionItem, SignedValueItem

MAX_VALUES: Final = 200
"""A session that has more goes without those in its middle: its ends are what is billed."""


def read_package(item: SessionItem) -> Package:
    """Of a session that was signed; raises NotVerifiedYet."""
    session = item.session
    return Package(
        session_id=item.session_id,
        station_id=item.station_id,
        evse_id=session.evse_id[1] if session.evse_id else None,
        measured=_measured(session, verified_values(item.session_id)),
        bill=_bill(item),
    )


def _measured(session: Session, items: Sequence[SignedValueItem]) -> Measured:
    handed_on = [*items[: MAX_VALUES // 2], *items[MAX_VALUES // 2 :][-MAX_VALUES // 2 :]]
    altered = altered_values(handed_on)
    keys = keys_of_session(session)
    signed = signed_records([item for item in handed_on if item.sha256 not in altered], keys)
    used = {key.fingerprint for _, key in signed if key}
    return Measured(
        assessment=assess_session(session, [i for i in items if i.sha256 not in altered]),
        signed=tuple(signed),
        keys=tuple(key for key in keys if key.fingerprint in used),
        altered=len(altered),
        left_out=len(items) - len(handed_on),
    )


def _bill(item: SessionItem) -> Bill | None:
    if not item.cdr_id:
        return None
    net, gross = Decimal(item.total_excl_vat or 0), Decimal(item.total_incl_vat or 0)
    return Bill(item.cdr_id, str(item.currency), net, gross)
