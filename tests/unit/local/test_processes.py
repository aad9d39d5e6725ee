"""Background processes: started apart, found again, stopped by pid and by nothing else."""

import os
import subprocess
import sys
import time

import pytest

from local import processes
from local.cloud import Cloud


@pytest.fixture
def cloud(tmp_path, monkeypatch) -> Cloud:
    monkeypatch.setenv("SECRET_OF_THIS_MACHINE", "x")
    monkeypatch.setenv(processes.STORE_VARIABLE, "http://127.0.0.1:1")
    return Cloud(tmp_path)


@pytest.fixture
def pid(cloud):
    module = ["timeit", "-n1", "-r1", "import time, os; print(dict(os.environ)); time.sleep(60)"]
    yield processes.start(cloud, "sleeper", module, {"GIVEN": "1"})
    processes.stop(cloud, "sleeper")


def test_a_process_runs_until_it_is_stopped(cloud, pid):
    assert processes.running(cloud, "sleeper") == pid
    assert os.getsid(pid) == pid
    assert processes.stop(cloud, "sleeper") is True
    assert processes.running(cloud, "sleeper") is None
    assert processes.stop(cloud, "sleeper") is False


def test_it_gets_only_the_variables_it_is_given(cloud, pid):
    deadline = time.monotonic() + 30
    while "GIVEN" not in (log := processes.log_tail(cloud, "sleeper")):
        assert time.monotonic() < deadline, log
        time.sleep(0.02)
    assert "SECRET_OF_THIS_MACHINE" not in log
    assert "http://127.0.0.1:1" in log


def test_somebody_elses_process_with_the_noted_pid_is_left_alone(cloud):
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        cloud.write("sleeper.pid", {"pid": other.pid, "started": "1"})
        assert processes.running(cloud, "sleeper") is None
        assert processes.stop(cloud, "sleeper") is False
        assert other.poll() is None
        other.kill()


def test_a_stale_or_broken_note_is_no_process(cloud):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    cloud.write("sleeper.pid", {"pid": ended.pid, "started": None})
    assert processes.running(cloud, "sleeper") is None
    (cloud.directory / "sleeper.pid").write_text("{broken")
    assert processes.running(cloud, "sleeper") is None
    assert processes.stop(cloud, "sleeper") is False
