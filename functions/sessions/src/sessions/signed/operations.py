"""What operators ask of signed values and of meters' keys."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation
from corridor_kernel.problems import invalid
from corridor_kernel.times import from_text
from sessions.domain.ocmf.key import BadKey, PublicKey, read_key
from sessions.domain.ocmf.transparency_file import BadFile, read_values
from sessions.find_session import find_session
from sessions.signed.confirm_key import Label, confirm_key, register_key
from sessions.signed.describe_signed import (
    describe_gaps,
    describe_key,
    describe_keys,
    describe_values,
)


def _register(station_id: str, evse_id: int, public_key: str, **label: Any) -> tuple[int, Any]:
    key, told = _key(public_key), _label(label)
    item = register_key(station_id, evse_id, key, told, datetime.now(UTC))
    return 201, describe_key(item)


def _confirm(station_id: str, evse_id: int, fingerprint: str, **label: Any) -> tuple[int, Any]:
    item = confirm_key(station_id, evse_id, fingerprint, _label(label), datetime.now(UTC))
    return 200, describe_key(item)


def _values(session_id: str) -> tuple[int, Any]:
    find_session(session_id)
    return 200, {"items": describe_values(session_id)}


def _key(text: str) -> PublicKey:
    """The key as it is printed, or the only one in a transparency file."""
    try:
        keys = {key.fingerprint: key for key in _keys(text.strip())}
    except (BadKey, BadFile) as error:
        raise invalid([("public_key", str(error))]) from None
    if len(keys) != 1:
        raise invalid([("public_key", f"the file holds {len(keys)} keys, and must hold one")])
    return next(iter(keys.values()))


def _keys(text: str) -> list[PublicKey]:
    if not text.startswith("<"):
        return [read_key(text)]
    return [read_key(value.key) for value in read_values(text.encode()) if value.key]


def _label(given: Mapping[str, Any]) -> Label:
    try:
        since = given.get("valid_from")
        valid_from = from_text(since) if since is not None else None
    except (TypeError, ValueError):
        raise invalid([("valid_from", "must be an RFC 3339 date-time")]) from None
    return Label(**{**given, "valid_from": valid_from})


OPERATIONS: Mapping[str, Operation] = {
    "list_signed_values": _values,
    "register_meter_key": _register,
    "confirm_meter_key": _confirm,
    "list_meter_keys": lambda **which: (200, {"items": describe_keys(**which)}),
    "list_missing_pages": lambda **which: (200, {"items": describe_gaps(**which)}),
}
