"""OCPP-J frames (R-RPC-4, 5)."""

import pytest

from corridor_kernel.ocpp.frames import Call, CallError, CallResult, FrameError, dump, parse


@pytest.mark.parametrize(
    "frame",
    [
        Call("1", "Heartbeat", {}),
        CallResult("a" * 36, {"currentTime": "2026-11-22T00:00:00.000Z"}),
        CallError("1", "NotImplemented", "no", {"a": 1}),
    ],
)
def test_a_frame_survives_the_wire(frame):
    assert parse(dump(frame)) == frame


@pytest.mark.parametrize(
    ("text", "message_id", "code"),
    [
        ("not json", "-1", "RpcFrameworkError"),
        ('{"a":1}', "-1", "RpcFrameworkError"),
        ("[2]", "-1", "RpcFrameworkError"),
        ('[2,7,"Heartbeat",{}]', "-1", "RpcFrameworkError"),
        (f'[2,"{"a" * 37}","Heartbeat",{{}}]', "-1", "RpcFrameworkError"),
        ('[2,"","Heartbeat",{}]', "-1", "RpcFrameworkError"),
        ('[2,"1","Heartbeat"]', "1", "RpcFrameworkError"),
        ('[2,"1","Heartbeat",[]]', "1", "RpcFrameworkError"),
        ('[9,"1",{}]', "1", "MessageTypeNotSupported"),
        ('[true,"1",{}]', "1", "MessageTypeNotSupported"),
    ],
)
def test_a_broken_frame_gets_its_call_error(text, message_id, code):
    with pytest.raises(FrameError) as caught:
        parse(text)
    assert caught.value.answer.message_id == message_id
    assert caught.value.answer.code == code


@pytest.mark.parametrize(
    "text",
    [
        '[3,"1",[]]',
        '[4,"1",5]',
        '[3,"1",{},1]',
        '[4,"1","X"]',
        "[3]",
        f'[3,"{"a" * 37}",{{}}]',
        '[4,null,"GenericError","",{}]',
        f'[3,"1",{{"a":{"[" * 250}{"]" * 250}}}]',
    ],
)
def test_a_broken_answer_is_not_answered(text):
    """Two sides that answer answers with errors would never end."""
    with pytest.raises(FrameError) as caught:
        parse(text)
    assert caught.value.answer is None


def test_a_description_keeps_the_limit_of_the_standard():
    assert len(parse(dump(CallError("1", "InternalError", "x" * 300))).description) == 255
