"""Environment and AWS stand-in of the tests that need no local cloud."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.core.models import botocore_stubber
from moto.dynamodb.models import dynamodb_backends

from tests.cloud import cloud, endpoints

__all__ = ["aws", "cloud", "endpoints", "outbox"]

# The same examples for everyone: a clone is green, or it is not. HYPOTHESIS=search goes on looking.
# How fast a machine is decides nothing.
any_speed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", any_speed, derandomize=True, database=None)
settings.register_profile("search", any_speed)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))

REGION = "eu-central-1"
ACCOUNT = "123456789012"
FUNCTIONS = Path(__file__).parents[1] / "functions"
QUEUES = (
    "corridor-test-station-calls.fifo",
    "certificate-requests",
    "deadlines",
    "displays",
    "dead-letters",
)


def queue_url(name: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"


os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION=REGION,
    AWS_LAMBDA_FUNCTION_NAME="corridor-test-function",
    STAGE="test",
    EVENT_BUS_NAME="corridor-test",
    OUTBOX_TABLE="outbox",
    STATION_CALLS_QUEUE_URL=queue_url("corridor-test-station-calls.fifo"),
    CERTIFICATE_REQUESTS_QUEUE_URL=queue_url("certificate-requests"),
    ORGANIZATION_NAME="Corridor",
    LOCAL_LIST_DELAY_S="30",
    DEADLINES_QUEUE_URL=queue_url("deadlines"),
    DEAD_LETTER_QUEUE_URL=queue_url("dead-letters"),
    STATION_TABLE="stations",
    LEDGER_TABLE="ledger",
    FACT_TABLE="facts",
    RECORD_TABLE="records",
    TOKEN_TABLE="tokens",
    TOKEN_REGISTRY_TABLE="token-registry",
    CALL_TABLE="calls",
    FILES_BUCKET="files",
    CAMPAIGN_TABLE="campaigns",
    FIRMWARE_CAMPAIGN_MACHINE_ARN="arn:aws:states:eu-central-1:123456789012:stateMachine:campaign",
    SESSION_TABLE="sessions",
    SESSION_EVENT_TABLE="session-events",
    REMOTE_START_TABLE="remote-starts",
    REGISTER_TABLE="registers",
    SIGNED_VALUE_TABLE="signed-values",
    SIGNED_VALUES_BUCKET="signed-values",
    METER_KEY_TABLE="meter-keys",
    METER_PAGE_TABLE="meter-pages",
    RECEIPT_TABLE="receipts",
    BILLED_RECORD_TABLE="billed-records",
    RECEIPTS_URL="https://corridor.example/receipts/",
    SIGNED_VALUES_YEARS="10",
    TARIFF_TABLE="tariffs",
    SITE_TABLE="sites",
    PRICE_DISPLAY_TABLE="price-displays",
    DISPLAYS_QUEUE_URL=queue_url("displays"),
    HOLDER_TABLE="holders",
    CDR_TABLE="cdrs",
    CHARGING_SESSION_MACHINE_ARN="arn:aws:states:eu-central-1:123456789012:stateMachine:charging",
    STATION_PROVISIONING_MACHINE_ARN=(
        "arn:aws:states:eu-central-1:123456789012:stateMachine:provisioning"
    ),
    REMOTE_START_MACHINE_ARN="arn:aws:states:eu-central-1:123456789012:stateMachine:start",
)
os.environ.pop("AWS_ENDPOINT_URL", None)


@pytest.fixture
def aws() -> Iterator[None]:
    """Empty tables of every service, queues, the bus and buckets, in process (moto)."""
    with _stubbed():
        from corridor_aws.clients import client

        _tables().update(deepcopy(_empty_tables()))
        for name in QUEUES:
            fifo = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
            client("sqs").create_queue(QueueName=name, Attributes=fifo)
        client("events").create_event_bus(Name="corridor-test")
        place = {"LocationConstraint": REGION}
        for name in ("files", "signed-values"):
            client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
        yield


@contextmanager
def _stubbed() -> Iterator[None]:
    """moto's `mock_aws` without its stubs for `requests`, which nobody here uses: a third of it."""
    botocore_stubber.enabled = True
    BackendDict.reset()
    try:
        yield
    finally:
        botocore_stubber.enabled = False
        BackendDict.reset()
        reset_model_data()


def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = dynamodb_backends[ACCOUNT][REGION].tables
    return tables


@cache
def _empty_tables() -> dict[str, Any]:
    """moto's own tables, made once: twenty of them by API calls would cost each test 0.2 s."""
    from corridor_aws.tables import TableModel

    for tables in FUNCTIONS.glob("*/src/*/tables.py"):
        importlib.import_module(f"{tables.parent.name}.tables")
    importlib.import_module("corridor_aws.outbox")
    for model in TableModel.__subclasses__():
        if not model.exists():
            model.create_table(billing_mode="PAY_PER_REQUEST")
    return deepcopy(dict(_tables()))


@pytest.fixture
def outbox(aws: None) -> "list":
    """Reads the events written so far: call it to get `[(name, data), …]`."""
    import orjson

    from corridor_aws.outbox import OutboxItem

    def read() -> list[tuple[str, dict]]:
        return [(item.name, orjson.loads(item.detail)["data"]) for item in OutboxItem.scan()]

    return read
