"""A signed record is the bill of one session: told again in another one it proves nothing there."""

from collections.abc import Iterable
from hashlib import sha256

from corridor_aws.items import put_new
from sessions.domain.ocmf.record import read_record
from sessions.signed.assess_session import is_record
from sessions.tables import BilledRecordItem, SignedValueItem


def claim_records(session_id: str, items: Iterable[SignedValueItem]) -> bool:
    """Whether no other session is billed by one of those that begin or end a transaction.

    Asked again for the same session it answers the same.
    """
    records = [read_record(item.data) for item in items if is_record(item)]
    edges = {record.signed_octets for record in records if record.begins or record.ends}
    return all(_is_ours(session_id, octets) for octets in sorted(edges))


def _is_ours(session_id: str, octets: bytes) -> bool:
    before = put_new(BilledRecordItem(sha256(octets).hexdigest(), session_id=session_id))
    return before is None or before.session_id == session_id
