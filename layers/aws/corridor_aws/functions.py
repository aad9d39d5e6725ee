"""Questions of the operator API to the service that owns the answer.

Each service has one function `corridor-<stage>-<service>-operator`. It takes
`{"operation": name, "parameters": {…}}` and returns `{"status": 200, "body": …}`; a Problem
comes back as `{"status": 4xx, "problem": {…}}`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_kernel.problems import Problem, not_found

Operation = Callable[..., tuple[int, Any]]


class Unanswered(Exception):
    """The other service's function failed."""


def ask(service: str, operation: str, parameters: Mapping[str, Any]) -> tuple[int, Any]:
    """Status and body of a service's operation, asked once; raises Problem as the service did.

    Nothing is asked again: a command whose answer is late may have been obeyed.
    """
    response = client("lambda", attempts=1).invoke(
        FunctionName=f"corridor-{settings.required('STAGE')}-{service}-operator",
        Payload=orjson.dumps({"operation": operation, "parameters": parameters}, default=str),
    )
    answer = orjson.loads(response["Payload"].read())
    if response.get("FunctionError"):
        raise Unanswered(f"{service} failed at {operation}")
    if "problem" in answer:
        problem = answer["problem"]
        more = {k: v for k, v in problem.items() if k not in _PROBLEM_MEMBERS}
        raise Problem(problem["status"], problem["title"], problem.get("detail", ""), **more)
    return answer["status"], answer["body"]


def answer(operations: Mapping[str, Operation], event: Mapping[str, Any]) -> dict[str, Any]:
    """Run the operation that `event` names and wrap what it returns or refuses."""
    try:
        operation = operations.get(event["operation"])
        if operation is None:
            raise not_found("operation", event["operation"])
        status, body = operation(**event["parameters"])
    except Problem as problem:
        return {"problem": problem.body()}
    return {"status": status, "body": orjson.loads(orjson.dumps(body, default=str))}


_PROBLEM_MEMBERS = {"type", "title", "status", "detail"}
