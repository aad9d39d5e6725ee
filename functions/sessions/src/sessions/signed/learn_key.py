"""What a station answered when it was asked for the key of its meter."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sessions.domain.meter_key import KeySource, MeterKey
from sessions.domain.ocmf.key import BadKey, read_key
from sessions.domain.ocmf.record import Malformed, read_record
from sessions.domain.signed_value import read_at
from sessions.signed.ask_for_key import VARIABLE, session_of
from sessions.signed.meter_keys import keys_of, note_key
from sessions.tables import SignedValueItem


def learn_key(station_id: str, call_id: str, response: Mapping[str, Any], now: datetime) -> None:
    """Note the key as one that nobody has confirmed, from the session's first reading on."""
    session_id = session_of(call_id)
    if session_id is None:
        return
    for evse_id, text in _told(response):
        try:
            key = read_key(text)
        except BadKey:
            continue
        since = min(_instants(session_id), default=now)
        found = MeterKey(key.fingerprint, key.der.hex(), key.curve, KeySource.DEVICE_MODEL, since)
        note_key(station_id, evse_id, found, keys_of(station_id, evse_id), now)


def _told(response: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for result in response.get("getVariableResult", ()):
        value = result.get("attributeValue")
        if result.get("variable", {}).get("name") == VARIABLE and value:
            yield result.get("component", {}).get("evse", {}).get("id", 0), value


def _instants(session_id: str) -> Iterator[datetime]:
    for item in SignedValueItem.query(session_id):
        try:
            record = read_record(item.data)
        except Malformed:
            continue
        yield read_at(record, item.at, item.received_at)
