"""Which transaction a StartTransaction begins: the same integer however often it comes (§5.1)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from corridor_kernel.identifiers import digest
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.domain.instants import told_instant

LARGEST_ID: Final = 2**31 - 1

_KEY: Final = ("connectorId", "idTag", "timestamp", "meterStart")
_SAME_MESSAGE_WITHIN: Final = timedelta(hours=1)
"""Not longer: a station that reboots may count its message ids from 1 again."""


@dataclass(frozen=True, slots=True)
class Start:
    """A StartTransaction in so far as it names a transaction."""

    key: str
    message_key: str
    received_at: datetime

    def candidate(self, attempt: int) -> int:
        """The id to try: it follows from what is told, so a lost table would give it again."""
        number = int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:4])
        return (number + attempt) % LARGEST_ID + 1

    def is_in(self, allotted: Mapping[str, Any]) -> bool:
        """Whether an id that is taken was given for this very start."""
        if allotted["key"] == self.key:
            return True
        # A clock that is set between two tries changes the timestamp, and nothing else.
        age = self.received_at - from_text(allotted["receivedAt"])
        return bool(allotted["messageKey"] == self.message_key and age < _SAME_MESSAGE_WITHIN)


@dataclass(frozen=True, slots=True)
class Running:
    """A transaction that was started and not stopped, as far as its messages told."""

    transaction_id: int
    connector_id: int
    id_tag: str
    started_at: datetime
    meter_start: int | None

    def content(self) -> dict[str, Any]:
        """As it is recorded."""
        return {
            "transactionId": self.transaction_id,
            "connectorId": self.connector_id,
            "idTag": self.id_tag,
            "timestamp": to_text(self.started_at),
            "meterStart": self.meter_start,
        }


def start_in(told: Mapping[str, Any], message_id: str, now: datetime) -> Start:
    """The start that a payload tells, valid or not."""
    words = [told.get(name) for name in _KEY]
    key = digest(orjson.dumps(words))
    message_key = digest(orjson.dumps([message_id, words[0], words[1], words[3]]))
    return Start(key, message_key, now)


def running(transaction_id: int, told: Mapping[str, Any], now: datetime) -> Running:
    """The transaction that a StartTransaction begins."""
    connector_id, meter_start = told.get("connectorId"), told.get("meterStart")
    return Running(
        transaction_id,
        connector_id if type(connector_id) is int else 0,
        str(told.get("idTag", "")),
        told_instant(told.get("timestamp"), now),
        meter_start if type(meter_start) is int else None,
    )


def recorded(content: Mapping[str, Any]) -> Running:
    """The transaction in a record."""
    return Running(
        content["transactionId"],
        content["connectorId"],
        content["idTag"],
        from_text(content["timestamp"]),
        content["meterStart"],
    )
