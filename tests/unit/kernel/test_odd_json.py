"""Texts that are not quite JSON, or too much of it: what is mended and what is refused."""

import pytest

from corridor_kernel.ocpp.frames import Call, FrameError, parse


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ('[2,"m1","A",{"value":NaN}]', {"value": None}),
        ('[2,"m1","A",{"value":-Infinity}]', {"value": None}),
        ('[2,"m1","A",{"text":"half \\ud83d"}]', {"text": "half ?"}),
        ('[2,"m1","A",{"text":"whole \\ud83d\\ude00"}]', {"text": "whole \U0001f600"}),
        ('[2,"m1","A",{"\\udc00":[NaN,"\\ud800"]}]', {"?": [None, "?"]}),
    ],
)
def test_what_stations_get_wrong_is_mended(text, payload):
    assert parse(text) == Call("m1", "A", payload)
    assert parse(text.encode()) == Call("m1", "A", payload)


@pytest.mark.parametrize(
    "text",
    ['[2,"m1","A",{"value":1e999}]', '[2,"m1","A",{"value":nan}]', '[2,"m1"', "", "[" * 2000],
)
def test_more_than_that_is_no_json(text):
    with pytest.raises(FrameError) as refusal:
        parse(text)
    assert refusal.value.answer.message_id == "-1"
    assert refusal.value.answer.code == "RpcFrameworkError"


@pytest.mark.parametrize(("depth", "is_fine"), [(200, True), (210, False), (900, False)])
def test_what_no_library_can_keep_is_refused(depth, is_fine):
    text = f'[2,"m1","A",{{"deep":{"[" * depth}{"]" * depth}}}]'
    if is_fine:
        assert isinstance(parse(text), Call)
        return
    with pytest.raises(FrameError) as refusal:
        parse(text)
    assert refusal.value.answer.message_id == "m1"
    assert refusal.value.answer.code == "FormatViolation"
