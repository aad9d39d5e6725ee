"""Step Functions: executions that start once, tokens that complete once (aws.md §2.1)."""

from collections.abc import Mapping
from typing import Any

import orjson
from botocore.exceptions import ClientError

from corridor_aws.clients import client

_ALREADY_CLOSED = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}


def start(machine_arn: str, name: str, arguments: Mapping[str, Any]) -> bool:
    """Start the execution called `name` (at most 80 characters) unless it was started before.

    Whether it goes on: False if it was started, and is over.
    """
    try:
        client("stepfunctions").start_execution(
            stateMachineArn=machine_arn, name=name, input=_text(arguments)
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
            raise
        return False
    return True


def complete(task_token: str, output: Mapping[str, Any]) -> None:
    """Let a waiting task go on; a token that was closed before is no error."""
    _close("send_task_success", taskToken=task_token, output=_text(output))


def fail(task_token: str, error: str, cause: str) -> None:
    """Let a waiting task fail with the error name that the machine catches."""
    _close("send_task_failure", taskToken=task_token, error=error, cause=cause)


def _close(operation: str, **arguments: str) -> None:
    try:
        getattr(client("stepfunctions"), operation)(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _ALREADY_CLOSED:
            raise


def _text(content: Mapping[str, Any]) -> str:
    return orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS).decode()
