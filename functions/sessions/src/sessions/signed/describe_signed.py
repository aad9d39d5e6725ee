"""What operators read of signed values, meter keys and missing pages."""

from typing import Any

from corridor_kernel.times import to_text
from sessions.tables import MeterKeyItem, MeterPageItem, SignedValueItem, evse_key


def describe_values(session_id: str) -> list[dict[str, Any]]:
    """Every signed value of a session in the station's order; `verdict` None: not verified yet."""
    return [
        {
            "context": item.context,
            "timestamp": item.at,
            "received_at": to_text(item.received_at),
            "verdict": item.verdict,
            "findings": list(item.findings or []),
            "fingerprint": item.fingerprint,
            "sha256": item.sha256,
            "data": item.data,
        }
        for item in SignedValueItem.query(session_id)
    ]


def describe_keys(station_id: str, evse_id: int) -> list[dict[str, Any]]:
    """Every key that the EVSE's meter ever bore, the newest first."""
    items = MeterKeyItem.query(evse_key(station_id, evse_id), consistent_read=True)
    newest_first = sorted(items, key=lambda item: item.valid_from, reverse=True)
    return [describe_key(item) for item in newest_first]


def describe_gaps(station_id: str, evse_id: int) -> list[dict[str, Any]]:
    """What is missing of each counter of the EVSE's meters: `{meter, context, first, last}`."""
    return [
        _gap(item, gap)
        for item in MeterPageItem.query(evse_key(station_id, evse_id))
        for gap in item.gaps
    ]


def _gap(item: MeterPageItem, gap: str) -> dict[str, Any]:
    meter, _, context = item.counter.rpartition("#")
    first, last = gap.split("-")
    return {
        "meter": meter,
        "context": context,
        "first": int(first),
        "last": int(last),
        "changed_at": to_text(item.changed_at),
    }


def describe_key(item: MeterKeyItem) -> dict[str, Any]:
    return {
        "fingerprint": item.fingerprint,
        "public_key": item.der,
        "curve": item.curve,
        "source": item.source,
        "valid_from": to_text(item.valid_from),
        "valid_to": to_text(item.valid_to) if item.valid_to else None,
        "meter_serial": item.meter_serial,
        "bnetza_id": item.bnetza_id,
        "time_certified": bool(item.time_certified),
        "confirmed_at": to_text(item.confirmed_at) if item.confirmed_at else None,
        "confirmed_by": item.confirmed_by,
    }
