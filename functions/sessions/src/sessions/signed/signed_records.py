"""A session's records, each with the key that it was verified with."""

from collections.abc import Iterable

from sessions.domain.meter_key import MeterKey
from sessions.domain.ocmf.assessment import distinct
from sessions.domain.ocmf.key import PublicKey, read_key
from sessions.domain.ocmf.record import Record
from sessions.signed.assess_session import is_record, to_checked
from sessions.tables import SignedValueItem

Signed = tuple[Record, PublicKey | None]


def signed_records(items: Iterable[SignedValueItem], keys: Iterable[MeterKey]) -> list[Signed]:
    """Of those verified values that are records, each once and in their order."""
    known = {key.fingerprint: read_key(key.der) for key in keys}
    readable = [item for item in items if is_record(item)]
    checked = {to_checked(item): known.get(item.fingerprint or "") for item in readable}
    kept = distinct(checked)
    return [(part.record, key) for part, key in checked.items() if part in kept]
