"""A state machine sends a CALL to a station and goes on with whatever comes of it."""

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from websockets.sync.client import ClientConnection

from local.cloud import STAGE
from tests.sockets import open_socket, register

QUEUE = f"corridor-{STAGE}-station-calls.fifo"
# Longer than a cold function may let a call stand in the queue.
CALL_TIMEOUT_S = 8


@pytest.fixture(scope="module")
def station_id(cloud) -> str:
    return register(cloud)


@pytest.fixture
def socket(cloud, station_id) -> Iterator[ClientConnection]:
    with open_socket(cloud, station_id) as socket:
        yield socket


@pytest.fixture(scope="module")
def machine(cloud) -> Iterator[str]:
    """A machine whose one task is a CALL; what the task fails with is its output."""
    name = f"ask-{uuid4().hex[:8]}"
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": f"*:{QUEUE}"}
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}}
    role = cloud.client("iam").create_role(
        RoleName=name, AssumeRolePolicyDocument=policy(trust | {"Action": "sts:AssumeRole"})
    )["Role"]["Arn"]
    cloud.client("iam").put_role_policy(
        RoleName=name, PolicyName="ask", PolicyDocument=policy(statement)
    )
    url = cloud.client("sqs").get_queue_url(QueueName=QUEUE)["QueueUrl"]
    arn = cloud.client("stepfunctions").create_state_machine(
        name=name, definition=json.dumps(definition(url)), roleArn=role
    )["stateMachineArn"]
    yield arn
    cloud.client("stepfunctions").delete_state_machine(stateMachineArn=arn)


def policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def definition(queue_url: str) -> dict[str, Any]:
    message = {
        name: f"{{% $states.input.{name} %}}"
        for name in ("station_id", "call_id", "action", "payload", "timeout_s")
    }
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "TimeoutSeconds": 60,
        "Arguments": {
            "QueueUrl": queue_url,
            "MessageGroupId": "{% $states.input.station_id %}",
            "MessageDeduplicationId": "{% $states.input.call_id %}",
            "MessageBody": message | {"task_token": "{% $states.context.Task.Token %}"},
        },
        "Catch": [
            {
                "ErrorEquals": ["States.ALL"],
                "Output": "{% $states.errorOutput %}",
                "Next": "Failed",
            }
        ],
        "End": True,
    }
    return {
        "QueryLanguage": "JSONata",
        "StartAt": "Ask",
        "States": {"Ask": task, "Failed": {"Type": "Pass", "End": True}},
    }


@pytest.fixture
def ask(cloud, machine, station_id):
    """Starts an execution; what it returns waits for that execution's output."""
    states = cloud.client("stepfunctions")

    def start(action="ClearCache", timeout_s=45, station_id=station_id):
        given = {"station_id": station_id, "call_id": str(uuid4()), "action": action}
        text = json.dumps(given | {"payload": {}, "timeout_s": timeout_s})
        arn = states.start_execution(stateMachineArn=machine, input=text)["executionArn"]

        def output() -> dict[str, Any]:
            deadline = time.monotonic() + 60
            while (execution := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
                assert time.monotonic() < deadline
                time.sleep(0.05)
            return json.loads(execution["output"])

        return output

    return start


def receive(socket: ClientConnection) -> list[Any]:
    return json.loads(socket.recv(timeout=60))


def test_a_result_is_what_the_task_gives(ask, socket):
    output = ask()
    _, call_id, action, payload = receive(socket)
    assert (action, payload) == ("ClearCache", {})
    socket.send(json.dumps([3, call_id, {"status": "Accepted"}]))
    expected = {"call_id": call_id, "outcome": "Result", "response": {"status": "Accepted"}}
    assert output() == expected


def test_an_error_fails_the_task(ask, socket):
    output = ask()
    socket.send(json.dumps([4, receive(socket)[1], "NotSupported", "no cache", {}]))
    assert output() == {"Error": "CallError", "Cause": "ClearCache: NotSupported: no cache"}


def test_silence_fails_the_task_and_the_next_call_goes_out(ask, socket):
    silent = ask(timeout_s=CALL_TIMEOUT_S)
    late = receive(socket)[1]
    patient = ask()
    call_id = receive(socket)[1]
    socket.send(json.dumps([3, late, {"status": "Accepted"}]))
    socket.send(json.dumps([3, call_id, {"status": "Rejected"}]))
    assert silent()["Error"] == "CallTimeout"
    assert patient()["response"] == {"status": "Rejected"}


def test_a_call_that_must_not_be_sent_fails_the_task(ask):
    assert ask("MakeCoffee")()["Error"] == "CallInvalid"


def test_a_station_that_is_offline_fails_the_task(ask, cloud):
    assert ask(station_id=register(cloud))()["Error"] == "StationOffline"


def test_a_cut_link_fails_the_task(ask, socket):
    output = ask()
    receive(socket)
    socket.close()
    assert output()["Error"] == "StationDisconnected"
