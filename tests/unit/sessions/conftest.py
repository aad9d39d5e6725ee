"""State machines that note what is asked of them."""

from dataclasses import dataclass, field

import orjson
import pytest
from botocore.exceptions import ClientError

from corridor_aws import workflows


def refused(code, operation):
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)


@dataclass
class Machines:
    """Executions by name, and every token that was closed; `closed` tokens are known no more."""

    started: dict = field(default_factory=dict)
    completed: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    trouble: bool = False

    def start_execution(self, stateMachineArn, name, input):
        if self.trouble:
            raise refused("ThrottlingException", "StartExecution")
        if name in self.started:
            raise refused("ExecutionAlreadyExists", "StartExecution")
        self.started[name] = orjson.loads(input)

    def send_task_success(self, taskToken, output):
        self._must_be_open(taskToken)
        self.completed.append((taskToken, orjson.loads(output)))

    def send_task_failure(self, taskToken, error, cause):
        self._must_be_open(taskToken)
        self.failed.append((taskToken, error))

    def _must_be_open(self, token):
        if token in {done for done, _ in (*self.completed, *self.failed)}:
            raise refused("TaskTimedOut", "SendTask")


@pytest.fixture
def machines(monkeypatch):
    noted = Machines()
    monkeypatch.setattr(workflows, "client", lambda service: noted)
    return noted
