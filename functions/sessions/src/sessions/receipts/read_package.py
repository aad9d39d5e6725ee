"""Put the driver's package together from what is stored."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from sessions.domain.package.ends import from_both_ends
from sessions.domain.package.package import Bill, Measured, Package
from sessions.domain.session import Session
from sessions.receipts.altered_values import altered_values
from sessions.signed.assess_session import assess_session, signed_values, verified
from sessions.signed.meter_keys import keys_of_session
from sessions.signed.signed_records import signed_records
from sessions.tables import SessionItem, SignedValueItem

MAX_VALUES: Final = 200
MAX_OCTETS: Final = 1_000_000
"""A function's answer has 6 MB, and escaped for XML a hostile value is five times as long."""


def read_package(item: SessionItem) -> Package:
    """Of a session that was signed; raises NotVerifiedYet."""
    session = item.session
    return Package(
        session_id=item.session_id,
        station_id=item.station_id,
        evse_id=session.evse_id[1] if session.evse_id else None,
        measured=_measured(session, verified(signed_values(item.session_id))),
        bill=_bill(item),
    )


def _measured(session: Session, items: Sequence[SignedValueItem]) -> Measured:
    octets = [len(item.data.encode()) for item in items]
    handed_on = [items[place] for place in from_both_ends(octets, MAX_VALUES, MAX_OCTETS)]
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
