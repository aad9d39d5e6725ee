"""Functions of other services that are called by name: `corridor-<stage>-<function>`."""

from collections.abc import Mapping
from typing import Any

import orjson

from corridor_aws import settings
from corridor_aws.clients import client


class Failed(Exception):
    """The function ran and failed; its error says how."""


def invoke(function: str, event: Mapping[str, Any], *, budget_s: float = 8) -> dict[str, Any]:
    """What the function returns, asked once, within about `budget_s`; else an exception."""
    response = client("lambda", attempts=1, read_timeout_s=budget_s).invoke(
        FunctionName=_name(function), Payload=orjson.dumps(event, default=str)
    )
    answer = orjson.loads(response["Payload"].read())
    if response.get("FunctionError"):
        raise Failed(f"{function}: {answer.get('errorType')}: {answer.get('errorMessage')}")
    result: dict[str, Any] = answer
    return result


def start(function: str, event: Mapping[str, Any]) -> None:
    """Let the function run by itself; Lambda repeats and parks what fails, as its template says."""
    client("lambda").invoke(
        FunctionName=_name(function),
        Payload=orjson.dumps(event, default=str),
        InvocationType="Event",
    )


def _name(function: str) -> str:
    return f"corridor-{settings.required('STAGE')}-{function}"
