"""The scene of the settlement's benchmark: moto's tables, a German site, its meter, one session."""

import importlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from corridor_kernel.times import to_text
from local.station.meter_keys import new_key
from local.station.meter_signing import SignedReading, SigningMeter
from local.station.raw_payloads import event

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


def environment() -> dict[str, str]:
    """The variables of the services' Lambdas."""
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


def furnish() -> SigningMeter:
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
    handle("pricing.handlers.on_station_registered", {"detail": _detail(data)})


def _ask(package: str, operation: str, parameters: Json) -> None:
    question = {"operation": operation, "parameters": parameters}
    answer = handle(f"{package}.handlers.operator", question)
    if "problem" in answer:
        raise ValueError(answer)


def _detail(data: Json) -> Json:
    return {"id": "bench", "version": 1, "time": to_text(START - timedelta(days=2)), "data": data}


def handle(module: str, given: Json) -> Any:
    """What a Lambda answers to an event."""
    return importlib.import_module(module).handler(given, None)


def told_by(meter: SigningMeter) -> list[Json]:
    """Half an hour of charging, a reading a minute, signed at both ends."""
    begin = SignedReading(START, Decimal(1000), "B")
    end = SignedReading(START + timedelta(minutes=SAMPLES), Decimal(16000), "E")
    kinds = ["Started", *["Updated"] * (SAMPLES - 1), "Ended"]
    instants = [to_text(START + timedelta(minutes=minute)) for minute in range(SAMPLES + 1)]
    told = [
        event(kind, TRANSACTION, number, 1000 + 500 * number, at)
        for number, (kind, at) in enumerate(zip(kinds, instants, strict=True))
    ]
    told[0] |= {"evse": {"id": 1, "connectorId": 1}}
    told[0]["idToken"] = {"idToken": "04A1B2C3", "type": "ISO14443"}
    for edge, reading in ((told[0], begin), (told[-1], end)):
        (sampled,) = edge["meterValue"][0]["sampledValue"]
        record = meter.record([reading], "04A1B2C3")
        sampled["signedMeterValue"] = meter.signed_meter_value(record)
    return told


def ledger_image(told: Json) -> Json:
    """The event as the ledger's stream brings it."""
    members = {
        "transaction": f"{STATION}#{TRANSACTION}",
        "event": f"{told['seqNo']:010d}#{told['seqNo']:016x}",
        "station_id": STATION,
        "transaction_id": TRANSACTION,
        "received_at": told["timestamp"],
        "protocol": "ocpp2.0.1",
        "message_id": "m",
        "answer": '{"idTokenInfo": {"status": "Accepted"}}',
        "payload": json.dumps(told),
    }
    texts = {name: {"S": text} for name, text in members.items()}
    return texts | {"seq_no": {"N": str(told["seqNo"])}}
