"""StartTransaction, MeterValues, StatusNotification and StopTransaction as TransactionEvents.

1.6 has no seqNo. Ours only sorts, and follows from what is told, so that a replay finds its event
again: Started first, then by time, Ended last. Of two stops the earlier one sorts last and so
counts: what a station tells once more after a reboot prolongs no charge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

from corridor_kernel.identifiers import digest
from corridor_kernel.ocpp.meter_values import BEGIN, END
from corridor_kernel.times import readable, to_text
from ocpp_gateway.domain.instants import told_instant
from ocpp_gateway.domain.ocpp16.meter_values import meter_values, register_value
from ocpp_gateway.domain.ocpp16.tokens import id_token

LATE: Final = timedelta(minutes=2)
"""What arrives longer after it happened was told offline (R-TX-6); 1.6 does not say so."""

_STARTED: Final = 0
_LAST: Final = 9_999_999_999
_MIDDLE: Final = range(1, 7_000_000_000)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

# reason -> (stoppedReason, triggerReason); an absent one means Local.
_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "DeAuthorized": ("DeAuthorized", "Deauthorized"),
    "EmergencyStop": ("EmergencyStop", "AbnormalCondition"),
    "EVDisconnected": ("EVDisconnected", "EVDeparted"),
    "HardReset": ("ImmediateReset", "ResetCommand"),
    "Local": ("Local", "StopAuthorized"),
    "Other": ("Other", "AbnormalCondition"),
    "PowerLoss": ("PowerLoss", "AbnormalCondition"),
    "Reboot": ("Reboot", "AbnormalCondition"),
    "Remote": ("Remote", "RemoteStop"),
    "SoftReset": ("ImmediateReset", "ResetCommand"),
    "UnlockCommand": ("Remote", "UnlockCommand"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One TransactionEvent of 2.0.1 and where it stands; `digest` tells what was told by it."""

    transaction_id: int
    seq_no: int
    digest: str
    payload: dict[str, Any]

    @property
    def sort_key(self) -> str:
        """Its key in the ledger."""
        return f"{self.seq_no:010d}#{self.digest}"


def started(
    transaction_id: int, told: Mapping[str, Any], now: datetime, more: Mapping[str, Any]
) -> Event:
    """StartTransaction; `more` is what else is known: token type, remoteStartId, chargingState."""
    timestamp = told.get("timestamp")
    remote_start_id = more.get("remoteStartId")
    info = {"chargingState": more.get("chargingState"), "remoteStartId": remote_start_id}
    said = _said(told, "Started", "Authorized" if remote_start_id is None else "RemoteStart")
    said |= _offline(timestamp, now) | _place(told) | {"transactionInfo": _known(info)}
    said["meterValue"] = [_register(told, "meterStart", BEGIN, now)]
    said |= _known({"idToken": _token(told, more), "reservationId": told.get("reservationId")})
    return _event(transaction_id, _STARTED, told, said)


def metered(transaction_id: int, told: Mapping[str, Any], now: datetime) -> Event:
    """MeterValues of a transaction; it happened when its newest value was read."""
    values = meter_values(told.get("meterValue"))
    timestamp = newest(values)
    said = _said(told, "Updated", _trigger(values)) | _offline(timestamp, now) | _place(told)
    said |= {"timestamp": timestamp, "meterValue": values}
    return _event(transaction_id, _by_time(timestamp), told, said)


def newest(values: Any) -> str | None:
    """The latest timestamp among MeterValues that a clock can show."""
    told = [value.get("timestamp") for value in values or () if isinstance(value, Mapping)]
    known = [(instant, text) for text in told if (instant := readable(text))]
    return max(known)[1] if known else None


def charging(
    transaction_id: int, told: Mapping[str, Any], timestamp: str, state: str, now: datetime
) -> Event:
    """StatusNotification while a transaction runs: parking is billed by its charging state."""
    said = _said(told, "Updated", "ChargingStateChanged") | _offline(timestamp, now)
    said |= {"timestamp": timestamp, "transactionInfo": {"chargingState": state}}
    return _event(transaction_id, _by_time(timestamp), told, said)


def ended(
    transaction_id: int, told: Mapping[str, Any], now: datetime, more: Mapping[str, Any]
) -> Event:
    """StopTransaction with its transactionData; meterStop is the end of the charge."""
    timestamp = told.get("timestamp")
    reason = told.get("reason", "Local")
    stopped, trigger = _REASONS.get(str(reason), (reason, "AbnormalCondition"))
    said = _said(told, "Ended", trigger) | _offline(timestamp, now)
    said["transactionInfo"] = {"stoppedReason": stopped}
    stop = _register(told, "meterStop", END, now)
    said["meterValue"] = [*meter_values(told.get("transactionData")), stop]
    said |= _known({"idToken": _token(told, more)})
    seconds = min(_seconds(timestamp), _LAST - _MIDDLE.stop)
    return _event(transaction_id, _LAST - seconds, told, said)


def _said(told: Mapping[str, Any], kind: str, trigger: str) -> dict[str, Any]:
    return {"eventType": kind, "timestamp": told.get("timestamp"), "triggerReason": trigger}


def _event(
    transaction_id: int, seq_no: int, told: Mapping[str, Any], said: Mapping[str, Any]
) -> Event:
    info = {"transactionId": str(transaction_id)} | said.get("transactionInfo", {})
    payload = dict(said) | {"seqNo": seq_no, "transactionInfo": info}
    # Without the id: who sends -1 first may know better when it sends the same again.
    body = {name: value for name, value in told.items() if name != "transactionId"}
    key = digest(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
    return Event(transaction_id, seq_no, key, payload)


def _register(told: Mapping[str, Any], name: str, context: str, now: datetime) -> dict[str, Any]:
    """The meter's word counts even where the clock's cannot be read."""
    timestamp = told.get("timestamp")
    when = timestamp if readable(timestamp) else to_text(now)
    return register_value(when, told.get(name), context)


def _place(told: Mapping[str, Any]) -> dict[str, Any]:
    connector_id = told.get("connectorId")
    if type(connector_id) is not int or connector_id < 1:
        return {}
    return {"evse": {"id": connector_id, "connectorId": 1}}


def _token(told: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, str] | None:
    id_tag = told.get("idTag")
    if not isinstance(id_tag, str):
        return None
    return id_token(id_tag, more["type"]) if more.get("type") else id_token(id_tag)


def _trigger(values: list[Any]) -> str:
    contexts = {
        entry.get("context")
        for value in values
        if isinstance(value, dict)
        for entry in value.get("sampledValue") or ()
        if isinstance(entry, dict)
    }
    if contexts == {"Sample.Clock"}:
        return "MeterValueClock"
    return "Trigger" if contexts == {"Trigger"} else "MeterValuePeriodic"


def _offline(timestamp: Any, now: datetime) -> dict[str, bool]:
    return {"offline": True} if now - told_instant(timestamp, now) > LATE else {}


def _by_time(timestamp: Any) -> int:
    return min(max(_seconds(timestamp), _MIDDLE.start), _MIDDLE[-1])


def _seconds(timestamp: Any) -> int:
    instant = readable(timestamp)
    return int((instant - _EPOCH).total_seconds()) if instant else 0


def _known(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
