"""What a test says as a 1.6 station, and what the ledger and the records hold after it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import orjson

from corridor_kernel.ocpp.schemas import find_violation
from corridor_kernel.times import from_text, to_text
from tests.unit.ocpp_gateway.inbound import speaking
from tests.unit.ocpp_gateway.inbound.speaking import save_token

__all__ = ["save_token"]

START = datetime(2026, 11, 22, 10, tzinfo=UTC)


def at(minute: float) -> str:
    """An instant so many minutes from ten o'clock."""
    return to_text(START + timedelta(minutes=minute))


def say(action: str, payload: dict, message_id: str, received: float | None = None) -> list:
    """The frame that a CALL gets which arrives at minute `received`, or as it happens."""
    told = re.findall(r"20\d\d-[\d:.T-]+Z", json.dumps(payload))
    now = from_text(max([*told, at(0)]) if received is None else at(received))
    with patch("ocpp_gateway.handlers.on_frame.datetime") as clock:
        clock.now.return_value = now
        return speaking.call(action, payload, message_id, protocol="ocpp1.6")


def result(
    action: str, payload: dict, message_id: str = "m1", received: float | None = None
) -> dict:
    """The payload of the CALLRESULT, which keeps its 1.6 schema."""
    kind, answered, body = say(action, payload, message_id, received)
    assert (kind, answered) == (3, message_id)
    assert find_violation(f"{action}Response", body, "ocpp1.6") is None
    return body


def error(action: str, payload: dict, message_id: str = "m1") -> str:
    kind, _, code, *_ = say(action, payload, message_id)
    assert kind == 4
    return code


def start(minute: float = 0, meter: int = 1000, **more: Any) -> dict:
    """StartTransaction on connector 1 with card 04AA."""
    told = {"connectorId": 1, "idTag": "04AA", "meterStart": meter, "timestamp": at(minute)}
    return told | more


def reading(minute: float, wh: int, context: str = "Sample.Periodic", **more: Any) -> dict:
    return {
        "timestamp": at(minute),
        "sampledValue": [{"value": str(wh), "context": context, **more}],
    }


def metered(transaction_id: int | None, minute: float, wh: int, connector_id: int = 1) -> dict:
    named = {} if transaction_id is None else {"transactionId": transaction_id}
    return {"connectorId": connector_id, "meterValue": [reading(minute, wh)]} | named


def stop(transaction_id: int, minute: float = 30, meter: int = 9000, **more: Any) -> dict:
    told = {"transactionId": transaction_id, "meterStop": meter, "timestamp": at(minute)}
    return told | more


def status(name: str, minute: float = 1, connector_id: int = 1, **more: Any) -> dict:
    told = {"connectorId": connector_id, "status": name, "errorCode": "NoError"}
    return told | {"timestamp": at(minute)} | more


def events(transaction_id: int) -> list[dict]:
    """The TransactionEvents of a transaction in the ledger, in their order."""
    return [orjson.loads(item.payload) for item in speaking.ledger(str(transaction_id))]


def ledger(transaction_id: int) -> list:
    return speaking.ledger(str(transaction_id))


def records(kind: str) -> dict[str, Any]:
    from ocpp_gateway.records import all_records

    return all_records("CP1", kind)


def session(transaction_id: int) -> Any:
    """The session and its facts that the ledger makes."""
    from sessions.domain.facts import facts

    folded, entries = session_of(transaction_id)
    return folded, facts(folded, entries)


def session_of(transaction_id: int) -> Any:
    """The session and its events, read as the ledger's stream brings them."""
    from functools import reduce

    from sessions.domain.fold import empty, fold
    from sessions.read_ledger import read_ledger

    entries = [
        read_ledger({"dynamodb": {"NewImage": item.serialize()}})
        for item in speaking.ledger(str(transaction_id))
    ]
    return reduce(fold, entries, empty(entries[0])), entries
