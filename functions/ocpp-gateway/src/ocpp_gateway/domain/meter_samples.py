"""MeterValues outside of transactions, as records that people can read (R-TX-13)."""

from collections.abc import Mapping
from typing import Any

from corridor_kernel.ocpp.meter_values import read
from corridor_kernel.times import to_text

Json = Mapping[str, Any]


def readable_samples(payload: Json) -> Mapping[str, Json]:
    """What an EVSE's meter showed, in Wh and with units, by `<EVSE>/<time>/<context>`.

    EVSE 0 is the station's own meter. What cannot be read is left out: it stands in the fact.
    """
    evse_id = payload.get("evseId")
    samples, _ = read(payload.get("meterValue")) if isinstance(evse_id, int) else ((), False)
    return {
        f"{evse_id}/{to_text(sample.instant)}/{sample.context[:50]}": {
            "evse_id": evse_id,
            "timestamp": to_text(sample.instant),
            "context": sample.context,
            "register_wh": None
            if sample.register_wh is None
            else format(sample.register_wh.normalize(), "f"),
            "others": dict(sample.others),
        }
        for sample in samples
    }
