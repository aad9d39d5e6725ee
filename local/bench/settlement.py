"""What it takes to bill a session: the AWS calls of each step, one after another, and its CPU.

Runs as a process of its own (`python -m local.bench.settlement`), in which tables, bucket and
queues are moto's: the handlers are those of the Lambdas, and no cloud is needed to count.
"""

import importlib
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from botocore.client import BaseClient
from moto import mock_aws

from corridor_kernel.identifiers import session_id
from corridor_kernel.times import to_text
from local.bench.figures import table
from local.station.meter_keys import new_key
from local.station.meter_signing import SignedReading, SigningMeter

REGION: Final = "eu-central-1"
ACCOUNT: Final = "123456789012"
STATION: Final = "BENCH-0"
TRANSACTION: Final = "tx-1"
START: Final = datetime(2026, 6, 1, 10, tzinfo=UTC)
SAMPLES: Final = 30
TABLES: Final = (
    "OUTBOX SESSION SESSION_EVENT REMOTE_START REGISTER SIGNED_VALUE METER_KEY METER_PAGE RECEIPT"
    " BILLED_RECORD TARIFF SITE HOLDER CDR PRICE_DISPLAY"
).split()
BUCKET: Final = "signed-values"
SITE: Final = {
    "id": "S1",
    "name": "Rest",
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "currency": "EUR",
}
COMPONENT: Final = {"type": "ENERGY", "price": 0.5, "vat": 19, "step_size": 1}
TARIFF: Final = {
    "country_code": "DE",
    "party_id": "COR",
    "id": "T",
    "currency": "EUR",
    "elements": [{"price_components": [COMPONENT]}],
}

Json = dict[str, Any]
_calls: list[str] = []


def main() -> None:
    """Print a table of the steps, from the first event to the settled session."""
    os.environ.update(_environment())
    with mock_aws():
        _count_calls()
        steps = _steps(_furnish())
        rows = [(label, len(calls), " ".join(calls), cpu_ms) for label, calls, cpu_ms in steps]
    head = ("step", "calls", "AWS calls, one after another", "CPU ms")
    print(table("From the plug to the bill: one German session", head, rows), flush=True)


def _environment() -> dict[str, str]:
    queue = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}"
    machine = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:charging"
    return {
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "STAGE": "bench",
        "EVENT_BUS_NAME": "bench",
        "SIGNED_VALUES_BUCKET": BUCKET,
        "SIGNED_VALUES_YEARS": "10",
        "RECEIPTS_URL": "https://corridor.example/receipts/",
        "DEAD_LETTER_QUEUE_URL": f"{queue}/dead-letters",
        "STATION_CALLS_QUEUE_URL": f"{queue}/station-calls.fifo",
        "DISPLAYS_QUEUE_URL": f"{queue}/displays",
        "CHARGING_SESSION_MACHINE_ARN": machine,
        **{f"{name}_TABLE": name.lower() for name in TABLES},
    }


def _count_calls() -> None:
    """Note every AWS call that a client of botocore makes from now on."""
    client_type: Any = BaseClient
    make = client_type._make_api_call

    def counted(self: BaseClient, name: str, arguments: Json) -> Any:
        _calls.append(name)
        return make(self, name, arguments)

    client_type._make_api_call = counted


def _furnish() -> SigningMeter:
    """Tables, bucket and machine; a site, its tariff and its meter, whose key is known."""
    from corridor_aws.clients import client
    from corridor_aws.tables import TableModel

    for name in ("sessions.tables", "pricing.tables", "corridor_aws.outbox"):
        importlib.import_module(name)
    for model in TableModel.__subclasses__():
        model.create_table(billing_mode="PAY_PER_REQUEST")
    place = {"LocationConstraint": REGION}
    client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    client("sqs").create_queue(QueueName="displays")
    definition = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
    role = f"arn:aws:iam::{ACCOUNT}:role/machine"
    client("stepfunctions").create_state_machine(
        name="charging", definition=definition, roleArn=role
    )
    _register_site()
    meter = SigningMeter("M1", new_key("secp256r1"))
    since = to_text(START - timedelta(days=1))
    key = {"public_key": meter.label, "meter_serial": "M1", "by": "bench", "valid_from": since}
    evse: Json = {"station_id": STATION, "evse_id": 1}
    _ask("sessions", "register_meter_key", evse | key)
    started = {"start_date_time": to_text(START - timedelta(days=1))}
    _ask("pricing", "create_tariff", {"tariff": TARIFF | started, "assigned_to": [{"site": "S1"}]})
    return meter


def _register_site() -> None:
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 300_000}
    data = {
        "station_id": STATION,
        "site": SITE,
        "evses": [{"id": 1, "connectors": [connector]}],
    }
    _handle("pricing.handlers.on_station_registered", {"detail": _detail(data)})


def _ask(package: str, operation: str, parameters: Json) -> None:
    question = {"operation": operation, "parameters": parameters}
    answer = _handle(f"{package}.handlers.operator", question)
    if "problem" in answer:
        raise ValueError(answer)


def _detail(data: Json) -> Json:
    return {"id": "bench", "version": 1, "time": to_text(START - timedelta(days=2)), "data": data}


def _steps(meter: SigningMeter) -> Iterator[tuple[str, list[str], float]]:
    """Label, calls and CPU of each Lambda on the way."""
    begin, *updates, end = _events(meter)
    yield _measured("on_ledger: Started", lambda: _deliver(begin))
    yield _measured("on_ledger: one Updated", lambda: _deliver(updates[0]))
    yield _measured(f"on_ledger: {len(updates) - 1} Updated", lambda: _deliver(*updates[1:]))
    yield _measured("on_ledger: Ended", lambda: _deliver(end))
    yield _measured("verify: 2 signed values", _verify)
    session = {"session_id": session_id(STATION, TRANSACTION)}
    facts: Json = {}
    rated: Json = {}
    yield _measured(
        "collect facts", lambda: facts.update(_handle("sessions.handlers.collect_facts", session))
    )
    yield _measured("rate", lambda: rated.update(_handle("pricing.handlers.rate_session", facts)))
    settled = session | rated | {"flags": facts["session"]["flags"]}
    yield _measured("settle", lambda: _handle("sessions.handlers.settle_session", settled))


def _measured(label: str, step: Callable[[], Any]) -> tuple[str, list[str], float]:
    _calls.clear()
    before = time.process_time()
    step()
    return label, list(_calls), 1000 * (time.process_time() - before)


def _handle(module: str, event: Json) -> Any:
    return importlib.import_module(module).handler(event, None)


def _events(meter: SigningMeter) -> list[Json]:
    """Half an hour of charging, a reading a minute, signed at both ends."""
    begin = SignedReading(START, Decimal(1000), "B")
    end = SignedReading(START + timedelta(minutes=SAMPLES), Decimal(16000), "E")
    told = [_event(number, 1000 + 500 * number) for number in range(SAMPLES + 1)]
    told[0] |= {"eventType": "Started", "evse": {"id": 1, "connectorId": 1}}
    told[0]["idToken"] = {"idToken": "04A1B2C3", "type": "ISO14443"}
    told[-1] |= {"eventType": "Ended"}
    for event, reading, context in ((told[0], begin, "Begin"), (told[-1], end, "End")):
        (sampled,) = event["meterValue"][0]["sampledValue"]
        signed = meter.signed_meter_value(meter.record([reading], "04A1B2C3"))
        sampled |= {"context": f"Transaction.{context}", "signedMeterValue": signed}
    return told


def _event(number: int, register_wh: int) -> Json:
    at = to_text(START + timedelta(minutes=number))
    return {
        "eventType": "Updated",
        "timestamp": at,
        "triggerReason": "MeterValuePeriodic",
        "seqNo": number,
        "transactionInfo": {"transactionId": TRANSACTION, "chargingState": "Charging"},
        "meterValue": [{"timestamp": at, "sampledValue": [{"value": register_wh}]}],
    }


def _deliver(*events: Json) -> None:
    images = [_ledger_image(event) for event in events]
    records = [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]
    _handle("sessions.handlers.on_ledger", {"Records": records})


def _ledger_image(event: Json) -> Json:
    members = {
        "transaction": f"{STATION}#{TRANSACTION}",
        "event": f"{event['seqNo']:010d}#{event['seqNo']:016x}",
        "station_id": STATION,
        "transaction_id": TRANSACTION,
        "received_at": event["timestamp"],
        "protocol": "ocpp2.0.1",
        "message_id": "m",
        "answer": '{"idTokenInfo": {"status": "Accepted"}}',
        "payload": json.dumps(event),
    }
    texts = {name: {"S": text} for name, text in members.items()}
    return texts | {"seq_no": {"N": str(event["seqNo"])}}


def _verify() -> None:
    from sessions.tables import SignedValueItem

    items = SignedValueItem.query(session_id(STATION, TRANSACTION))
    images = [item.serialize() for item in items]
    _calls.clear()
    records = [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]
    _handle("sessions.handlers.verify_signed_values", {"Records": records})


if __name__ == "__main__":
    main()
