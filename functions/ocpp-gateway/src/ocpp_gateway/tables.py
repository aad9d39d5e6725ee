"""The gateway's tables: keys, attributes and conversions, nothing else."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import (
    AllProjection,
    GlobalSecondaryIndex,
    KeysOnlyProjection,
    LocalSecondaryIndex,
)

from corridor_aws import settings
from corridor_aws.tables import InstantAttribute, TableModel
from ocpp_gateway.domain.id_tokens import Token


class StationsByKind(GlobalSecondaryIndex["StationTable"]):
    """All stations in the order of their ids; connector items have no `kind`."""

    class Meta:
        index_name = "by_kind"
        projection = KeysOnlyProjection()

    kind = UnicodeAttribute(hash_key=True)
    station_id = UnicodeAttribute(range_key=True)


class StationTable(TableModel):
    """A station: item `station`, and one item `connector#<evse>#<connector>` per connector.

    Beside them stands the breaker between all stations and us: `ingest`, item `breaker`.
    """

    class Meta:
        table_name = settings.required("STATION_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    by_kind = StationsByKind()

    # Item `station`: what the operator registered (`registration` is the operator's policy).
    kind = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute(null=True)
    password_changed_at = InstantAttribute(null=True)
    site = JSONAttribute(null=True)
    evses = JSONAttribute(null=True)
    protocol = UnicodeAttribute(null=True)
    registration = UnicodeAttribute(null=True)

    # A rotation that is not settled: this password opens a socket too (R-RPC-14).
    next_password_hash = UnicodeAttribute(null=True)
    next_password_call_id = UnicodeAttribute(null=True)
    next_password_sent_at = InstantAttribute(null=True)
    next_password_after_reboot = BooleanAttribute(null=True)

    # The lowest profile that opens a socket; it only rises (A05.FR.07).
    security_profile = NumberAttribute(null=True)
    # An operator's leave to fall back to that profile, once (ERR 2.5).
    security_profile_lowered_to = NumberAttribute(null=True)

    # Of the certificate that it last took from us, and of that for vehicles (ISO 15118).
    certificate_expires_at = InstantAttribute(null=True)
    v2g_certificate_expires_at = InstantAttribute(null=True)

    # What the station said at its last boot, and the status that it was given.
    booted_at = InstantAttribute(null=True)
    boot_message_id = UnicodeAttribute(null=True)
    boot_status = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    vendor_name = UnicodeAttribute(null=True)
    model = UnicodeAttribute(null=True)
    serial_number = UnicodeAttribute(null=True)
    firmware_version = UnicodeAttribute(null=True)

    # Provisioning: when (`provisioning_policy`), `is_new` until its first run is over, `failsafe`
    # the limits of R-SC-7 in W, `provisioning` the run that is open, `provisioned_for` what the
    # last whole run found.
    provisioning_policy = UnicodeAttribute(null=True)
    is_new = BooleanAttribute(null=True)
    new_since = InstantAttribute(null=True)
    failsafe = JSONAttribute(null=True)
    provisioning = UnicodeAttribute(null=True)
    provisioning_since = InstantAttribute(null=True)
    provisioned_for = UnicodeAttribute(null=True)

    # The socket; `connection_id` is there exactly while we hold the station to be online.
    connection_id = UnicodeAttribute(null=True)
    connection_protocol = UnicodeAttribute(null=True)
    connected_at = InstantAttribute(null=True)
    disconnected_at = InstantAttribute(null=True)
    last_seen = InstantAttribute(null=True)

    # What we asked it to send while it is Pending (R-BOOT-2).
    asked = UnicodeSetAttribute(null=True)

    # Item `connector#…`.
    status = UnicodeAttribute(null=True)
    timestamp = InstantAttribute(null=True)

    # Item `breaker`: handshakes are refused until then.
    refused_until = InstantAttribute(null=True)


class LedgerTable(TableModel):
    """TransactionEvents as they came, for ever; item `authorization` is who may use one.

    Items `status#…` are what the station said of the transaction when it was asked.
    """

    class Meta:
        table_name = settings.required("LEDGER_TABLE")

    transaction = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True)

    # An event. `is_numbered` false: the station gives no seqNo, ours only sorts; `raw` is then
    # what it said in the words of its own version.
    station_id = UnicodeAttribute(null=True)
    transaction_id = UnicodeAttribute(null=True)
    seq_no = NumberAttribute(null=True)
    is_numbered = BooleanAttribute(null=True)
    received_at = InstantAttribute(null=True)
    protocol = UnicodeAttribute(null=True)
    payload = UnicodeAttribute(null=True)
    raw = UnicodeAttribute(null=True)
    violation = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    shows_costs = BooleanAttribute(null=True)

    # Item `status#…`.
    response = UnicodeAttribute(null=True)

    # Item `authorization`.
    token = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)


class FactsByAction(GlobalSecondaryIndex["FactTable"]):
    """A station's facts of one action in the order of their arrival."""

    class Meta:
        index_name = "by_action"
        projection = AllProjection()

    station_id = UnicodeAttribute(hash_key=True)
    arrival = UnicodeAttribute(range_key=True)


class FactTable(TableModel):
    """What stations reported besides transactions, as it came; kept for 90 days."""

    class Meta:
        table_name = settings.required("FACT_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    fact = UnicodeAttribute(range_key=True)
    by_action = FactsByAction()
    arrival = UnicodeAttribute()
    action = UnicodeAttribute()
    message_id = UnicodeAttribute()
    payload = UnicodeAttribute()
    violation = UnicodeAttribute(null=True)
    received_at = InstantAttribute()
    expires_at = TTLAttribute()


class RecordTable(TableModel):
    """What is known of a station besides its connectors; key `<kind>#<key>`, see `KINDS`."""

    class Meta:
        table_name = settings.required("RECORD_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    record = UnicodeAttribute(range_key=True)
    content = JSONAttribute()
    updated_at = InstantAttribute()
    expires_at = TTLAttribute(null=True)


class TokensByChange(GlobalSecondaryIndex["TokenTable"]):
    """The tokens that are or were in local lists, in the order of their changes; no others."""

    class Meta:
        index_name = "by_change"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    change = UnicodeAttribute(range_key=True)


class TokenTable(TableModel):
    """Our copy of the token registry, fed by TokenChanged; key `<id token, lower case>#<type>`."""

    class Meta:
        table_name = settings.required("TOKEN_TABLE")

    token = UnicodeAttribute(hash_key=True)
    status = UnicodeAttribute()
    group_id = UnicodeAttribute(null=True)
    group_type = UnicodeAttribute(null=True)
    valid_until = InstantAttribute(null=True)
    language = UnicodeAttribute(null=True)
    sites = JSONAttribute(null=True)
    evses = JSONAttribute(null=True)
    connector_types = JSONAttribute(null=True)
    whitelist = UnicodeAttribute(null=True)
    message = UnicodeAttribute(null=True)
    updated_at = InstantAttribute()

    # Local lists: its spelling, whether it is in them, and at which sites it ever was (`*`: all).
    by_change = TokensByChange()
    listing = UnicodeAttribute(null=True)
    change = UnicodeAttribute(null=True)
    uid = UnicodeAttribute(null=True)
    type = UnicodeAttribute(null=True)
    is_listed = BooleanAttribute(null=True)
    ever_at = JSONAttribute(null=True)


def to_token(item: TokenTable) -> Token:
    """The token that an item holds."""
    evses = item.evses
    return Token(
        status=item.status,
        group_id=item.group_id,
        group_type=item.group_type,
        valid_until=item.valid_until,
        language=item.language,
        sites=None if item.sites is None else tuple(item.sites),
        evses=evses and {station: tuple(ids) for station, ids in evses.items()},
        connector_types=frozenset(item.connector_types) if item.connector_types else None,
        whitelist=item.whitelist,
        message=item.message,
    )


class CampaignsByKind(GlobalSecondaryIndex["CampaignTable"]):
    """All campaigns in the order of their making; other items have no `kind`."""

    class Meta:
        index_name = "by_kind"
        projection = KeysOnlyProjection()

    kind = UnicodeAttribute(hash_key=True)
    campaign_id = UnicodeAttribute(range_key=True)


class CampaignTable(TableModel):
    """Update campaigns: item `campaign`, and one item `station#<id>` for each of its stations.

    Under the hash key `station#<id>` stand the campaigns that a station is part of until they are
    over, and as `current` the one that is updating it.
    """

    class Meta:
        table_name = settings.required("CAMPAIGN_TABLE")

    campaign_id = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    by_kind = CampaignsByKind()
    content = JSONAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    # Item `campaign`; `news` counts what could change its next step, `run` its machines
    # that are over; `due_at` is when it looks again by itself.
    kind = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    fault = UnicodeAttribute(null=True)
    news = NumberAttribute(null=True)
    run = NumberAttribute(null=True)
    wait_token = UnicodeAttribute(null=True)
    created_at = InstantAttribute(null=True)
    resumed_at = InstantAttribute(null=True)
    ends_at = InstantAttribute(null=True)
    due_at = InstantAttribute(null=True)

    # Item `station#…` of a campaign; `version` counts its changes.
    task_token = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)

    # Item `current` of a station.
    holder = UnicodeAttribute(null=True)


class WaitingCalls(LocalSecondaryIndex["CallTable"]):
    """A station's calls that wait for their turn, in the order of the queue; read consistently."""

    class Meta:
        index_name = "waiting"
        projection = AllProjection()

    station_id = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)


class CallTable(TableModel):
    """Our CALLs: item `call#<call_id>` for 90 days, and `in-flight` while one is out (R-RPC-6).

    The marker stands here and not in StationTable: each frame writes to the station's item, and
    a write that meets a transaction on the same item is refused.
    """

    class Meta:
        table_name = settings.required("CALL_TABLE")

    station_id = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    waiting = WaitingCalls()

    # Both kinds: `attempt` tells this sending from any other of the same call.
    call_id = UnicodeAttribute()
    attempt = UnicodeAttribute(null=True)
    sent_at = InstantAttribute(null=True)
    timeout_s = NumberAttribute(null=True)

    # Item `call#…`; `position` is there while the call waits.
    position = UnicodeAttribute(null=True)
    action = UnicodeAttribute(null=True)
    protocol = UnicodeAttribute(null=True)
    payload = JSONAttribute(null=True)
    task_token = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    requested_at = InstantAttribute(null=True)
    finished_at = InstantAttribute(null=True)
    outcome = UnicodeAttribute(null=True)
    response = JSONAttribute(null=True)
    native_response = JSONAttribute(null=True)
    violation = UnicodeAttribute(null=True)
    error_code = UnicodeAttribute(null=True)
    error_description = UnicodeAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    # Item `in-flight`: the socket that the call went out on.
    connection_id = UnicodeAttribute(null=True)
