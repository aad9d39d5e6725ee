"""Which remote start a StartTransaction answers: 1.6 has no remoteStartId (R-TX-11)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from corridor_kernel.ocpp.id_tokens import folded
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.domain.instants import told_instant

WITHIN: Final = timedelta(minutes=10)
"""From the request to the plug: longer than any EVConnectionTimeOut, and than our own wait."""

_CLOCKS: Final = timedelta(minutes=2)


def pending(payload: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What to remember of a RequestStartTransaction before it is sent."""
    return {
        "remoteStartId": payload["remoteStartId"],
        "idTag": payload["idToken"]["idToken"],
        "requestedAt": to_text(now),
    }


def remote_start_id(
    starts: Iterable[Mapping[str, Any]], told: Mapping[str, Any], now: datetime
) -> int | None:
    """The newest remote start of this idTag that the transaction can have come of."""
    id_tag, at = folded(str(told.get("idTag", ""))), told_instant(told.get("timestamp"), now)
    fitting = [
        start
        for start in starts
        if folded(start["idTag"]) == id_tag
        and -_CLOCKS <= at - from_text(start["requestedAt"]) <= WITHIN
    ]
    newest = max(fitting, key=lambda start: start["requestedAt"], default=None)
    return None if newest is None else int(newest["remoteStartId"])
