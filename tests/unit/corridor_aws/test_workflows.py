"""Executions start once, and whoever starts one again learns whether it goes on."""

import pytest
from botocore.exceptions import ClientError

from corridor_aws import workflows


class States:
    """Step Functions as far as it starts executions."""

    def __init__(self, code: str | None) -> None:
        self.code = code

    def start_execution(self, **arguments: str) -> None:
        if self.code:
            raise ClientError({"Error": {"Code": self.code}}, "StartExecution")


@pytest.mark.parametrize(("code", "goes_on"), [(None, True), ("ExecutionAlreadyExists", False)])
def test_an_execution_that_is_over_is_not_started_again(monkeypatch, code, goes_on):
    """The name of one that goes on may be given again, with the same input: AWS says nothing."""
    monkeypatch.setattr(workflows, "client", lambda name: States(code))
    assert workflows.start("arn", "once", {}) is goes_on


def test_what_could_not_be_started_raises(monkeypatch):
    monkeypatch.setattr(workflows, "client", lambda name: States("ThrottlingException"))
    with pytest.raises(ClientError):
        workflows.start("arn", "once", {})
