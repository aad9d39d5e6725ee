"""The service's tables: sessions, their events with the meter samples, remote starts."""

from datetime import timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.constants import STRING
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from corridor_aws import settings
from corridor_aws.tables import DecimalAttribute, InstantAttribute, TableModel
from sessions.domain.session import Session
from sessions.domain.transaction_event import TransactionEvent

T = TypeVar("T")

RETENTION = timedelta(days=90)


class _JsonAttribute(Attribute[T]):
    """A dataclass as JSON text, members at their default left out."""

    attr_type = STRING
    adapter: TypeAdapter[T]

    def serialize(self, value: T) -> str:
        return self.adapter.dump_json(value, exclude_defaults=True).decode()

    def deserialize(self, value: str) -> T:
        return self.adapter.validate_json(value)


class SessionAttribute(_JsonAttribute[Session]):
    adapter = TypeAdapter(Session)


class EventAttribute(_JsonAttribute[TransactionEvent]):
    adapter = TypeAdapter(TransactionEvent)


class StationIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        projection = IncludeProjection(["token_key", "state"])

    station_id = UnicodeAttribute(hash_key=True)
    started = UnicodeAttribute(range_key=True)


class TokenIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        projection = IncludeProjection(["station_id", "state"])

    token_key = UnicodeAttribute(hash_key=True)
    started = UnicodeAttribute(range_key=True)


class StateIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        projection = IncludeProjection(["station_id", "token_key"])

    state = UnicodeAttribute(hash_key=True)
    started = UnicodeAttribute(range_key=True)


class OpenIndex(GlobalSecondaryIndex[Any]):
    """Sparse: a session is in it until it is ready to be settled."""

    class Meta:
        projection = KeysOnlyProjection()

    open_station = UnicodeAttribute(hash_key=True)
    started = UnicodeAttribute(range_key=True)


class SessionItem(TableModel):
    """A session, the wait of its state machine and how it was settled.

    `version` rises with every write. The state machine stores its token by itself: it knows
    `readiness`, `wait_token`, `wait_phase` and `version` (charging_session.asl.json). `started` is
    `<instant>#<session_id>`: no two are alike. The indexes hold only what seldom changes, so that
    a meter sample costs one write and not four. `sign_at` is when something first spoke for the
    station having forgotten the transaction, `interrupted_at` when it was disconnected since;
    `generations` how often its transactionId was given to another transaction since. `billed_wh` is
    what the unsigned registers said when it was billed. `cdr_id` and the totals are of the CDR that
    counts now, the `cdr_number`-th; `first_cdr_id` is what the settlement wrote. `receipt_token` is
    the secret of the driver's link.
    """

    class Meta:
        table_name = settings.required("SESSION_TABLE")

    session_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute(default=0)
    station_id = UnicodeAttribute()
    state = UnicodeAttribute()
    started = UnicodeAttribute()
    token_key = UnicodeAttribute(null=True)
    session = SessionAttribute()
    readiness = UnicodeAttribute()
    attempt = NumberAttribute(default=1)
    wait_token = UnicodeAttribute(null=True)
    wait_phase = UnicodeAttribute(null=True)
    open_station = UnicodeAttribute(null=True)
    sign_at = InstantAttribute(null=True)
    interrupted_at = InstantAttribute(null=True)
    generations = NumberAttribute(default=0)
    register_flag = UnicodeAttribute(null=True)
    cdr_id = UnicodeAttribute(null=True)
    first_cdr_id = UnicodeAttribute(null=True)
    cdr_number = NumberAttribute(default=1)
    total_excl_vat = DecimalAttribute(null=True)
    total_incl_vat = DecimalAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    billed_wh = DecimalAttribute(null=True)
    settled_at = InstantAttribute(null=True)
    settlement_flags: ListAttribute[Any] = ListAttribute(null=True)
    unsettled_reason = UnicodeAttribute(null=True)
    receipt_token = UnicodeAttribute(null=True)
    written_off_at = InstantAttribute(null=True)
    written_off_by = UnicodeAttribute(null=True)
    written_off_reason = UnicodeAttribute(null=True)

    by_station = StationIndex()
    by_token = TokenIndex()
    by_state = StateIndex()
    by_open = OpenIndex()


class SessionEventItem(TableModel):
    """One event of a session with its meter samples: a time series, kept for a while.

    `place` is `<seqNo>#<instant>#<digest>`; the station's raw words stay in the ledger.
    """

    class Meta:
        table_name = settings.required("SESSION_EVENT_TABLE")

    session_id = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    event = EventAttribute()
    expires_at = TTLAttribute()


class RegisterItem(TableModel):
    """The energy register of an EVSE (`<station>#<evse>`) in one session, by its start."""

    class Meta:
        table_name = settings.required("REGISTER_TABLE")

    evse = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    session_id = UnicodeAttribute()
    started_at = UnicodeAttribute()
    begin_wh = DecimalAttribute(null=True)
    end_wh = DecimalAttribute(null=True)
    expires_at = TTLAttribute()


class RemoteStartItem(TableModel):
    """A start that was asked of a station; written before it is sent (R-TX-11)."""

    class Meta:
        table_name = settings.required("REMOTE_START_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    remote_start_id = NumberAttribute(range_key=True)
    evse_id = NumberAttribute()
    id_token = UnicodeAttribute()
    id_token_type = UnicodeAttribute()
    requested_at = InstantAttribute()
    expires_at = TTLAttribute()
    accepted = BooleanAttribute(null=True)
    wait_token = UnicodeAttribute(null=True)
    session_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)


class SignedValueItem(TableModel):
    """A signed meter value: how it came, and what it is worth once it is verified.

    `place` is that of its event and its number in it. `data` is the station's field as it came;
    the same bytes are in the bucket, locked, and `sha256` holds the two together. `verdict` is
    what the verification found, `page` its pagination.
    """

    class Meta:
        table_name = settings.required("SIGNED_VALUE_TABLE")

    session_id = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    station_id = UnicodeAttribute()
    evse_id = NumberAttribute(null=True)
    received_at = InstantAttribute()
    sha256 = UnicodeAttribute()
    data = UnicodeAttribute()
    context = UnicodeAttribute()
    at = UnicodeAttribute()
    encoding_method = UnicodeAttribute()
    told_key = UnicodeAttribute(null=True)
    verdict = UnicodeAttribute(null=True)
    findings: ListAttribute[Any] = ListAttribute(null=True)
    fingerprint = UnicodeAttribute(null=True)


class BilledRecordItem(TableModel):
    """Which session a record that begins or ends a transaction bills, by its payload's SHA-256."""

    class Meta:
        table_name = settings.required("BILLED_RECORD_TABLE")

    payload_sha256 = UnicodeAttribute(hash_key=True)
    session_id = UnicodeAttribute()


class MeterKeyItem(TableModel):
    """A public key of an EVSE's meter (`<station>#<evse>`); never forgotten (R-EI-6).

    Valid from `valid_from` on, until the next one that is confirmed. `der` in hex.
    """

    class Meta:
        table_name = settings.required("METER_KEY_TABLE")

    evse = UnicodeAttribute(hash_key=True)
    fingerprint = UnicodeAttribute(range_key=True)
    der = UnicodeAttribute()
    curve = UnicodeAttribute()
    source = UnicodeAttribute()
    valid_from = InstantAttribute()
    valid_to = InstantAttribute(null=True)
    meter_serial = UnicodeAttribute(null=True)
    bnetza_id = UnicodeAttribute(null=True)
    time_certified = BooleanAttribute(default=False)
    confirmed_at = InstantAttribute(null=True)
    confirmed_by = UnicodeAttribute(null=True)


class MeterPageItem(TableModel):
    """Which pages of a meter's records are here, by `<station>#<evse>` and `<meter>#<context>`."""

    class Meta:
        table_name = settings.required("METER_PAGE_TABLE")

    evse = UnicodeAttribute(hash_key=True)
    counter = UnicodeAttribute(range_key=True)
    version = NumberAttribute(default=0)
    pages = UnicodeAttribute()
    gaps: ListAttribute[Any] = ListAttribute(default=list)
    changed_at = InstantAttribute()


class ReceiptItem(TableModel):
    """Which session a driver's link leads to, by the SHA-256 of the link's token."""

    class Meta:
        table_name = settings.required("RECEIPT_TABLE")

    token_sha256 = UnicodeAttribute(hash_key=True)
    session_id = UnicodeAttribute()
    expires_at = TTLAttribute()


def place_text(event: TransactionEvent) -> str:
    """The event's place as text that sorts as the station numbered."""
    seq_no, instant, digest = event.place
    return f"{seq_no:010d}#{instant}#{digest}"


def evse_key(station_id: str, evse_id: int | None) -> str:
    """An EVSE of the network; 0 where nobody said which."""
    return f"{station_id}#{evse_id or 0}"
