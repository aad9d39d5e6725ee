"""What a test says as a station, through the real handler, and what it finds stored after."""

import json
import os
from datetime import UTC, datetime

PASSWORD = "a-long-random-key-1"
NOW = "2026-11-22T12:00:00.000Z"


def read_station(station_id: str = "CP1", item: str = "station"):
    from ocpp_gateway.tables import StationTable

    return StationTable.get(station_id, item)


def socket(**more) -> dict:
    """`requestContext` of a message on the accepted station's socket."""
    who = {
        "station_id": "CP1",
        "known": "true",
        "site_id": "S1",
        "protocol": "ocpp2.0.1",
        "standing": "Accepted",
    }
    connection_id = more.pop("connection_id", "S0CK3T=")
    return {"connectionId": connection_id, "authorizer": who | more}


def say(text: str, **more) -> str | None:
    """The text that a text message is answered with."""
    from ocpp_gateway.handlers.on_frame import handler

    answer = handler({"requestContext": socket(**more), "body": text}, None)
    assert answer["statusCode"] == 200
    return answer.get("body")


def call(action: str, payload: dict, message_id: str = "m1", **more) -> list | None:
    """The frame that a CALL is answered with; None for silence."""
    text = say(json.dumps([2, message_id, action, payload]), **more)
    return None if text is None else json.loads(text)


def result(action: str, payload: dict, message_id: str = "m1", **more) -> dict:
    """The payload of the CALLRESULT that a CALL is answered with."""
    from corridor_kernel.ocpp.schemas import find_violation

    kind, answered, body = call(action, payload, message_id, **more)
    assert (kind, answered) == (3, message_id)
    assert find_violation(f"{action}Response", body, "ocpp2.0.1") is None
    return body


def error(action: str, payload: dict, message_id: str = "m1", **more) -> str:
    """The code of the CALLERROR that a CALL is answered with."""
    kind, answered, code, description, details = call(action, payload, message_id, **more)
    assert (kind, answered, details) == (4, message_id, {})
    assert description
    return code


class Crash(BaseException):
    """The environment dies: no `except` of ours sees it."""


def crash(*_) -> None:
    raise Crash


def parked() -> list[dict]:
    """What was put on the dead-letter queue and not read yet."""
    from corridor_aws.clients import client

    url = os.environ["DEAD_LETTER_QUEUE_URL"]
    messages = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in messages.get("Messages", [])]


def event(event_type: str = "Started", seq_no: int = 0, **more) -> dict:
    """A schema-valid TransactionEvent."""
    trigger = {"Started": "CablePluggedIn", "Updated": "MeterValuePeriodic", "Ended": "EVDeparted"}
    return {
        "eventType": event_type,
        "timestamp": NOW,
        "triggerReason": trigger[event_type],
        "seqNo": seq_no,
        "transactionInfo": {"transactionId": "T1"},
    } | more


def id_token(text: str = "04AA", type: str = "ISO14443") -> dict:
    return {"idToken": text, "type": type}


def save_token(text: str = "04AA", type: str = "ISO14443", **more) -> None:
    """A token in the gateway's copy of the registry."""
    from ocpp_gateway.copy_token import copy_token

    changed = {"uid": text, "type": type, "status": "Accepted", "updated_at": NOW}
    copy_token(changed | more, datetime.now(UTC))


def ledger(transaction_id: str = "T1") -> list:
    """The events of a transaction in the ledger, by seqNo."""
    from ocpp_gateway.tables import LedgerTable

    items = LedgerTable.query(f"CP1#{transaction_id}", consistent_read=True)
    return [item for item in items if item.payload is not None]


def facts() -> list:
    from ocpp_gateway.tables import FactTable

    return list(FactTable.scan())
