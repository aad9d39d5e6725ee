"""`up` again and again: only what changed is deployed, sockets stay, nothing is left running."""

import json
from pathlib import Path

import pytest
from websockets.sync.client import connect

from local import emulator, lifecycle, processes, stacks
from local.aws import client
from local.deploy import deploy


def hello(sample, identity: str = "CS1"):
    return connect(
        f"{sample.ocpp}{identity}",
        subprotocols=["ocpp2.0.1"],
        additional_headers={"Authorization": "Basic eA=="},
        compression=None,
        open_timeout=60,
    )


def greet(socket) -> str:
    socket.send("hello")
    return json.loads(socket.recv(timeout=30))["greeting"]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def body(template: dict) -> dict[str, str]:
    return {"TemplateBody": json.dumps(template)}


def test_a_second_up_changes_nothing(place, sample):
    before = lifecycle.status(place)
    assert lifecycle.up(place)["operator_token"] == sample.operator_token
    assert lifecycle.status(place) == before
    assert deploy(place) == []


def test_a_change_is_deployed_alone_and_taken_up_under_open_sockets(place, sample):
    with hello(sample) as socket:
        assert greet(socket) == "hello"
        handlers = place.functions / "ocpp-gateway/src/gate/handlers.py"
        edit(handlers, '"greeting": GREETING', '"greeting": "changed"')
        lifecycle.up(place)
        assert greet(socket) == "changed"
    assert deploy(place) == []


def test_a_template_that_cannot_stand_says_why(place, sample):
    template = place.functions / "operations/template.yaml"
    text = template.read_text()
    edit(template, "Outputs:", "  Broken:\n    Type: AWS::No::Such\nOutputs:")
    try:
        with pytest.raises(Exception, match="AWS::No::Such"):
            deploy(place)
    finally:
        template.write_text(text)
    deploy(place)
    status, _ = sample.operator("POST", "/greetings", {})
    assert status == 201


def test_a_stack_that_never_stood_is_made_anew(place, sample):
    cloudformation = client("cloudformation", sample.aws)
    good = {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {}}}}
    nowhere = {"DefinitionS3Location": {"Bucket": "nowhere", "Key": "x"}, "RoleArn": "x"}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": nowhere}
    with pytest.raises(stacks.StackFailed, match=r"M \(AWS::StepFunctions::StateMachine\): "):
        stacks.put(cloudformation, "again", body({"Resources": {"M": machine}}), {})
    stacks.put(cloudformation, "again", body(good), {})
    assert len(stacks.physical_ids(cloudformation, "again", "AWS::SQS::Queue")) == 1


def test_a_front_door_that_died_is_opened_again(place, sample):
    processes.stop(place, lifecycle.FRONT_DOOR)
    endpoints = lifecycle.up(place)
    assert endpoints["operator_token"] != sample.operator_token
    assert endpoints["ocpp"] == sample.ocpp
    assert all(lifecycle.status(place).values())


def test_after_the_emulator_died_everything_is_deployed_anew(place, sample):
    processes.stop(place, emulator.NAME)
    lifecycle.up(place)
    with hello(sample) as socket:
        assert greet(socket) == "changed"


def test_down_leaves_nothing_running(place, sample):
    pids = list(lifecycle.status(place).values())
    assert sorted(lifecycle.down(place)) == ["emulator", "front_door"]
    assert lifecycle.status(place) == {"emulator": None, "front_door": None}
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert not place.endpoints_file.exists()
    assert lifecycle.down(place) == []


def test_a_handler_that_cannot_be_imported_fails_the_up(place):
    handlers = place.functions / "ocpp-gateway/src/gate/handlers.py"
    edit(handlers, "import boto3", "import boto3, no_such_module")
    with pytest.raises(processes.NotStarted, match="cannot start"):
        lifecycle.up(place)
