"""The front door over a deployed API: real functions, their roles' policies, @connections, REST."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.session import Session
from websockets.sync.client import ClientConnection, connect

from local.aws import client
from local.cloud import REGION
from local.front_door import discovery, upstream


@pytest.fixture
def socket(sample) -> Iterator[ClientConnection]:
    with connect(
        f"{sample.ocpp}CS%2F1",
        subprotocols=["ocpp2.0.1"],
        additional_headers={"Authorization": "Basic eA=="},
        compression=None,
        open_timeout=60,
    ) as opened:
        yield opened


def ask(socket: ClientConnection, text: str) -> dict[str, Any]:
    socket.send(text)
    answer: dict[str, Any] = json.loads(socket.recv(timeout=30))
    return answer


@pytest.fixture
def do(sample, socket) -> Callable[..., str]:
    """Has the deployed send function call @connections; returns how that ended."""
    connection_id = ask(socket, "hello")["connection_id"]

    def invoke(operation: str, connection_id: str = connection_id, **more: Any) -> str:
        payload = {"operation": operation, "connection_id": connection_id, "more": more}
        answer = client("lambda", sample.aws).invoke(
            FunctionName="corridor-local-send", Payload=json.dumps(payload)
        )
        return str(json.loads(answer["Payload"].read()))

    return invoke


def test_frames_run_the_real_function_with_its_variables_and_layers(socket):
    assert socket.subprotocol == "ocpp2.0.1"
    first, second = ask(socket, "one"), ask(socket, "two")
    assert first["greeting"] == "hello"
    assert int(second["frames"]) == int(first["frames"]) + 1


def test_a_permission_that_the_role_lacks_fails_here_too(socket):
    assert ask(socket, "secret")["message"] == "Internal server error"


def test_a_lambda_sends_to_the_socket(do, socket):
    assert do("post_to_connection", Data="from a lambda") == "sent"
    assert socket.recv(timeout=30) == "from a lambda"


def test_a_lambda_may_only_do_what_its_role_may(do):
    assert do("delete_connection") == "AccessDeniedException 403"


def test_a_socket_that_is_gone_is_410(do):
    assert do("post_to_connection", "AAAAAAAAAAAAAAA=", Data="x") == "GoneException 410"


def test_the_operator_api_is_signed_and_passed_on(sample):
    status, body = sample.operator("POST", "/greetings?limit=3&name=a%20b", {"who": "you"})
    assert (status, body["asked"]) == (201, {"who": "you"})
    assert body["query"] == {"limit": "3", "name": "a b"}


def test_the_rest_api_itself_refuses_an_unsigned_request(sample):
    target = f"{discovery.rest_stage_path(sample.aws, 'operations')}/operator/greetings"
    headers = [("Host", sample.aws.removeprefix("http://")), ("Content-Length", "2")]
    assert upstream.send(sample.aws, "POST", target, headers, b"{}").status == 403


def test_a_state_machine_is_deployed_with_its_definition(sample):
    machines = client("stepfunctions", sample.aws).list_state_machines()["stateMachines"]
    (machine,) = (m for m in machines if "GreetMachine" in m["name"])
    found = client("stepfunctions", sample.aws).describe_state_machine(
        stateMachineArn=machine["stateMachineArn"]
    )
    assert json.loads(found["definition"])["States"]["Greet"]["Resource"].endswith("-desk")


def test_an_unknown_key_is_no_caller(sample):
    stranger = Session().create_client(
        "dynamodb",
        region_name=REGION,
        endpoint_url=sample.aws,
        aws_access_key_id="AKIAUNKNOWN",
        aws_secret_access_key="x",
    )
    with pytest.raises(ClientError, match="invalid"):
        stranger.list_tables()
