"""What becomes of records that a station spoils, by accident or by design."""

import json
from typing import Final

from local.station.meter_keys import new_key
from local.station.meter_signing import sign
from local.station.quirks import Quirks

PADDING: Final = "x" * 2500
"""A vendor's own member of that length is more than signedMeterData may carry."""


def spoiled(record: str, quirks: Quirks, curve: str) -> str:
    """The record as the station sends it; the same if no quirk concerns it."""
    if quirks.signs_with_strange_key:
        record = sign(record.split("|")[1], new_key(curve))
    head, payload, signature = record.split("|")
    if quirks.tampers_records:
        payload = payload.replace('"RV":', '"RV":1', 1)
    if quirks.reserialises_records:
        payload = json.dumps(json.loads(payload))
    if quirks.spoils_signatures:
        last = signature[-3]
        signature = f"{signature[:-3]}{'0' if last != '0' else '1'}{signature[-2:]}"
    return f"{head}|{payload}|{signature}"
