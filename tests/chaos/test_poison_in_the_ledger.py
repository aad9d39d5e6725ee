"""An entry that no session can be made of is parked, and the sessions behind it go on."""

import json
from datetime import UTC, datetime

from corridor_kernel.times import to_text
from local.station.raw_payloads import event
from tests.sockets import boot, call, open_socket, register
from tests.waiting import eventually


def test_a_poison_record_is_parked_and_the_rest_goes_on(cloud):
    station_id = register(cloud)
    put_poison(cloud, station_id)

    with open_socket(cloud, station_id) as socket:
        boot(socket)
        started = event("Started", "T-good", 0, 1000, to_text(datetime.now(UTC)))
        assert call(socket, "TransactionEvent", started)[0] == 3

    sessions = eventually(
        lambda: cloud.operator("GET", f"/sessions?station_id={station_id}")[1]["items"]
    )
    assert [session["transaction_id"] for session in sessions] == ["T-good"]
    eventually(lambda: any("T-poison" in body for body in parked_bodies(cloud)))


def put_poison(cloud, station_id):
    item = {
        "transaction": f"{station_id}#T-poison",
        "event": "0000000000#0123456789abcdef",
        "station_id": station_id,
        "transaction_id": "T-poison",
        "payload": json.dumps(["no", "event"]),
    }
    table = physical_id(cloud, "ocpp-gateway", "LedgerTable")
    cloud.client("dynamodb").put_item(
        TableName=table, Item={name: {"S": value} for name, value in item.items()}
    )


def parked_bodies(cloud):
    url = physical_id(cloud, "sessions", "DeadLetterQueue")
    received = cloud.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [message["Body"] for message in received.get("Messages", [])]


def physical_id(cloud, service, logical_id):
    resources = cloud.client("cloudformation").describe_stack_resources(
        StackName=f"corridor-local-{service}"
    )["StackResources"]
    return next(
        resource["PhysicalResourceId"]
        for resource in resources
        if resource["LogicalResourceId"] == logical_id
    )
