"""Lambda environments: what a function finds there, how many there are, how long they last."""

import asyncio
import json
import os
import time

from local.front_door.launcher import Launcher
from local.front_door.limits import Limits
from local.front_door.pool import Pool
from tests.unit.local.front_door.conftest import STUBS, ask, receive, stub_function, until


def test_a_function_finds_its_own_variables_and_nothing_of_ours(start, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THIS_MACHINE", "x")
    door = start(api={"default": stub_function("frame", variables={"TABLE": "t1"})})
    with door.connect() as socket:
        found = json.loads(ask(socket, "environment"))
        assert ask(socket, "importable local") == "False"
        assert ask(socket, "importable launcher") == "False"
    assert found["TABLE"] == "t1"
    assert found["AWS_ACCESS_KEY_ID"] == "ROLE"
    assert found["AWS_SECRET_ACCESS_KEY"] == "secret of frame"
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == "eu-central-1"
    assert found["AWS_LAMBDA_FUNCTION_NAME"] == "frame"
    assert found["PYTHONPATH"] == str(STUBS)
    assert "SECRET_OF_THIS_MACHINE" not in found


def test_the_context_tells_the_function_and_its_time(start):
    door = start(api={"default": stub_function("frame", memory_mb=256, timeout_s=3.0)})
    with door.connect() as socket:
        first, second = (json.loads(ask(socket, "context")) for _ in range(2))
    assert (first["function_name"], first["memory"]) == ("frame", 256)
    assert 2000 < first["remaining"] <= 3000
    assert first["request_id"] != second["request_id"]


def test_a_free_environment_is_used_again(door):
    with door.connect() as socket:
        assert len({ask(socket, "pid") for _ in range(5)}) == 1


def test_messages_wait_in_line_when_all_environments_are_busy(start):
    door = start(environments=1)
    with door.connect() as socket:
        for text in ("wait gate", "echo second", "echo third"):
            socket.send(text)
        time.sleep(0.3)
        door.open_gate("gate")
        assert [receive(socket) for _ in range(3)] == ["waited for gate", "second", "third"]
    assert len(door.pools.pids()["frame"]) == 1


def test_more_environments_start_when_all_are_busy(start):
    door = start(environments=3)
    with door.connect() as socket:
        for _ in range(6):
            socket.send("wait gate")
        until(lambda: len(door.pools.pids().get("frame", [])) == 3)
        door.open_gate("gate")
        assert {receive(socket) for _ in range(6)} == {"waited for gate"}
        assert len(door.pools.pids()["frame"]) == 3


def test_those_who_wait_go_on_after_a_crash(start):
    door = start(environments=1)
    with door.connect() as socket:
        socket.send("exit")
        socket.send("echo next")
        answers = {receive(socket), receive(socket)}
    assert "next" in answers


def test_an_old_environment_is_replaced(start):
    door = start(environment_age_s=0.3)
    with door.connect() as socket:
        before = ask(socket, "pid")
        time.sleep(0.4)
        assert ask(socket, "pid") != before
    assert int(before) not in door.pools.pids()["frame"]


def test_after_a_reload_no_environment_of_before_runs_an_event(door, http):
    with door.connect() as socket:
        before = ask(socket, "pid")
        socket.send("wait gate")
        door.note("wait")
        http("POST /_front_door/reload HTTP/1.1\r\nAuthorization: Bearer operator-token\r\n\r\n")
        door.open_gate("gate")
        assert receive(socket) == "waited for gate"
        assert ask(socket, "pid") != before
        assert int(before) not in door.pools.pids()["frame"]


def test_no_process_outlives_the_front_door(start):
    door = start()
    with door.connect() as socket:
        pid = int(ask(socket, "pid"))
    door.stop()
    assert not os.path.exists(f"/proc/{pid}")  # noqa: PTH110


def test_a_function_that_cannot_be_imported_is_the_error_frame(start, tmp_path):
    door = start(api={"default": stub_function("frame", handler="missing.handler")})
    with door.connect() as socket:
        assert "Internal server error" in ask(socket, "echo on")
    assert "No module named 'missing'" in (tmp_path / "frame.log").read_text()


def test_a_role_that_cannot_be_assumed_is_the_error_frame(door):
    with door.connect() as socket:
        door.credentials = None
        assert "Internal server error" in ask(socket, "echo on")
        door.credentials = {}
        assert ask(socket, "echo on") == "on"


def test_a_process_that_starts_while_the_pool_closes_ends_too(tmp_path):
    async def scene() -> Pool:
        launcher = Launcher([STUBS], tmp_path, {}, lambda _: {})
        pool = Pool(stub_function("frame"), launcher, Limits())
        starting = asyncio.create_task(pool.warm())
        await asyncio.sleep(0)
        pool.close()
        await starting
        return pool

    assert asyncio.run(scene()).pids == []
