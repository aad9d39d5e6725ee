"""Transaction events for tests: payloads, ledger entries and events of one station."""

from datetime import UTC, datetime, timedelta

import orjson

from corridor_kernel.identifiers import digest
from corridor_kernel.times import to_text
from sessions.domain.transaction_event import Receipt, read_event

STATION = "DE*ABC*E1"
TRANSACTION = "tx-1"
START = datetime(2026, 11, 22, 10, tzinfo=UTC)


def at(minute):
    """The instant `minute` minutes after START as RFC 3339 text."""
    return to_text(START + timedelta(minutes=minute))


BILL = {
    "cdr_id": "0d8c6d0c-52a6-4a3a-9a53-6a1d1c1f9a10",
    "total_excl_vat": "1.00",
    "total_incl_vat": "1.19",
    "currency": "EUR",
    "ended_at": at(4),
    "registered_wh": "2000",
}


def reading(minute, register, context=None, **more):
    """A MeterValueType with one register in Wh."""
    sampled = {"value": register} | ({"context": context} if context else {}) | more
    return {"timestamp": at(minute), "sampledValue": [sampled]}


def payload(
    seq_no, kind="Updated", minute=None, wh=None, state=None, transaction=TRANSACTION, **more
):
    """A TransactionEventRequest; `minute` is seq_no unless told, `info_…` go to transactionInfo."""
    minute = seq_no if minute is None else minute
    info = {"transactionId": transaction} | ({"chargingState": state} if state else {})
    info |= {k.removeprefix("info_"): v for k, v in more.items() if k.startswith("info_")}
    body = {
        "eventType": kind,
        "timestamp": at(minute),
        "triggerReason": "MeterValuePeriodic",
        "seqNo": seq_no,
        "transactionInfo": info,
    }
    if wh is not None:
        body["meterValue"] = [reading(minute, wh)]
    return body | {k: v for k, v in more.items() if not k.startswith("info_")}


def digest_of(body):
    """As the gateway's ledger makes it: the same event, offline or not, has the same."""
    told = {k: v for k, v in body.items() if k != "offline"}
    return digest(orjson.dumps(told, option=orjson.OPT_SORT_KEYS))


def event(body, *, station=STATION, received=None, breaks_schema=False, token_status="Accepted"):
    """The event that the fold sees."""
    receipt = Receipt(
        station_id=station,
        transaction_id=body["transactionInfo"]["transactionId"],
        seq_no=body["seqNo"],
        digest=digest_of(body),
        received_at=received or START + timedelta(hours=12),
        breaks_schema=breaks_schema,
        token_status=token_status,
    )
    return read_event(receipt, body)


def record(body, *, station=STATION, received=None, violation=None, text=None):
    """The stream record of a ledger entry with that payload."""
    transaction = body["transactionInfo"]["transactionId"]
    image = {
        "transaction": {"S": f"{station}#{transaction}"},
        "event": {"S": f"{body['seqNo']:010d}#{digest_of(body)}"},
        "station_id": {"S": station},
        "transaction_id": {"S": transaction},
        "seq_no": {"N": str(body["seqNo"])},
        "received_at": {"S": to_text(received or START + timedelta(hours=12))},
        "protocol": {"S": "ocpp2.0.1"},
        "payload": {"S": text or orjson.dumps(body).decode()},
        "message_id": {"S": "m"},
        "answer": {"S": '{"idTokenInfo":{"status":"Accepted"}}'},
    }
    if violation:
        image["violation"] = {"S": violation}
    return {"eventName": "INSERT", "dynamodb": {"NewImage": image}}


def status_record(answered, response, transaction=TRANSACTION, *, station=STATION):
    """The stream record of an answer to GetTransactionStatus in the ledger."""
    instant = to_text(answered)
    image = {
        "transaction": {"S": f"{station}#{transaction}"},
        "event": {"S": f"status#{instant}#call"},
        "station_id": {"S": station},
        "transaction_id": {"S": transaction},
        "received_at": {"S": instant},
        "protocol": {"S": "ocpp2.0.1"},
        "message_id": {"S": "call"},
        "response": {"S": orjson.dumps(response).decode()},
    }
    return {"eventName": "INSERT", "dynamodb": {"NewImage": image}}


TOKEN = {"idToken": "04aF", "type": "ISO14443"}


def whole_transaction(updates=3, first=0):
    """Payloads of an ordinary transaction: 1000 Wh at the start, 500 Wh more with every event."""
    started = payload(
        first,
        "Started",
        wh=1000,
        state="EVConnected",
        evse={"id": 2, "connectorId": 1},
        idToken=TOKEN,
    )
    states = ["Charging", "SuspendedEV"]
    middle = [
        payload(first + n, wh=1000 + 500 * n, state=states[n % 2]) for n in range(1, updates + 1)
    ]
    last = first + updates + 1
    ended = payload(
        last,
        "Ended",
        wh=1000 + 500 * (updates + 1),
        state="Idle",
        info_stoppedReason="EVDisconnected",
    )
    return [started, *middle, ended]
