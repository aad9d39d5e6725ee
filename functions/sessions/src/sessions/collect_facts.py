"""Put together what pricing needs to know of a session."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sessions.domain.facts import WrittenOff, facts
from sessions.domain.ocmf.assessment import Assessment
from sessions.domain.ocmf.verdict import Finding
from sessions.domain.session import Session
from sessions.domain.signed_facts import with_signed
from sessions.read_events import read_events
from sessions.receipts.describe_receipt import link
from sessions.receipts.issue_receipt import issue_receipt
from sessions.signed.assess_session import assess_session, signed_values
from sessions.signed.claim_records import claim_records
from sessions.signed.meter_keys import keys_of_session
from sessions.signed.verify_anew import verified_anew
from sessions.tables import SessionItem, SignedValueItem


def collect_facts(session_id: str, now: datetime) -> dict[str, Any]:
    """The facts of an ended session; raises NotBillable if a person has to look.

    NotVerifiedYet while what its meter has signed is not verified: soon it is. What was signed can
    be checked by its driver, whether it is billed or not.
    """
    item = SessionItem.get(session_id, consistent_read=True)
    if item.written_off_at:
        raise WrittenOff(item.written_off_reason)
    session = item.session
    stored = signed_values(session_id)
    url = link(issue_receipt(session_id, now)) if stored else ""
    told = facts(session, read_events(session_id))
    values = verified_anew(session, stored, now)
    return with_signed(told, _assessed(session, values), _signed_data(session, values, url))


def _assessed(session: Session, values: Sequence[SignedValueItem]) -> Assessment:
    assessment = assess_session(session, values)
    if assessment.is_billable and not claim_records(session.session_id, values):
        return assess_session(session, values, [Finding.RECORD_TOLD_BEFORE])
    return assessment


def _signed_data(
    session: Session, values: Sequence[SignedValueItem], url: str
) -> dict[str, Any] | None:
    if not values:
        return None
    # Imports cryptography, which most sessions need not wait for.
    from sessions.signed.partner_data import partner_data
    from sessions.signed.signed_records import signed_records

    return partner_data(signed_records(values, keys_of_session(session)), url)
