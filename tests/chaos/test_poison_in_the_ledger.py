"""An entry that no session can be made of is parked, and the sessions behind it go on."""

import json
from datetime import UTC, datetime

import boto3
import pytest

from corridor_kernel.times import to_text
from local.cloud import CREDENTIALS, REGION
from tests.sockets import boot, call, event, open_socket, register
from tests.waiting import eventually


@pytest.fixture
def clients(cloud):
    session = boto3.Session(
        CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"], region_name=REGION
    )
    return lambda service: session.client(service, endpoint_url=cloud.aws)


def test_a_poison_record_is_parked_and_the_rest_goes_on(cloud, clients):
    station_id = register(cloud)
    put_poison(clients, station_id)

    with open_socket(cloud, station_id) as socket:
        boot(socket)
        started = event("Started", "T-good", 0, 1000, to_text(datetime.now(UTC)))
        assert call(socket, "TransactionEvent", started)[0] == 3

    sessions = eventually(
        lambda: cloud.operator("GET", f"/sessions?station_id={station_id}")[1]["items"]
    )
    assert [session["transaction_id"] for session in sessions] == ["T-good"]
    parked = eventually(lambda: parked_bodies(clients))
    assert any("T-poison" in body for body in parked)


def put_poison(clients, station_id):
    item = {
        "transaction": f"{station_id}#T-poison",
        "event": "0000000000#0123456789abcdef",
        "station_id": station_id,
        "transaction_id": "T-poison",
        "payload": json.dumps(["no", "event"]),
    }
    table = physical_id(clients, "ocpp-gateway", "LedgerTable")
    clients("dynamodb").put_item(
        TableName=table, Item={name: {"S": value} for name, value in item.items()}
    )


def parked_bodies(clients):
    url = physical_id(clients, "sessions", "DeadLetterQueue")
    received = clients("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [message["Body"] for message in received.get("Messages", [])]


def physical_id(clients, service, logical_id):
    resources = clients("cloudformation").describe_stack_resources(
        StackName=f"corridor-local-{service}"
    )["StackResources"]
    return next(
        resource["PhysicalResourceId"]
        for resource in resources
        if resource["LogicalResourceId"] == logical_id
    )
