"""Ask the owner, and tell its failures from its refusals."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from corridor_aws.functions import Unanswered
from corridor_aws.observability import logger
from corridor_kernel.problems import Problem
from operations.route import Route

Ask = Callable[[str, str, Mapping[str, Any]], tuple[int, Any]]


def answered(ask: Ask, route: Route, parameters: Mapping[str, Any]) -> tuple[int, Any]:
    """Status and body of the route's operation.

    Problem as the owner raised it; 502 if the owner failed, 503 if it could not be reached or
    did not answer in time. Neither says why: that is for our log.
    """
    try:
        return ask(route.service, route.operation, parameters)
    except Unanswered as failure:
        _log(route, failure)
        raise Problem(502, "Bad Gateway", f"{route.service} failed.") from failure
    except (ClientError, BotoCoreError) as failure:
        _log(route, failure)
        detail = f"{route.service} did not answer; it may have obeyed all the same."
        raise Problem(503, "Service Unavailable", detail) from failure


def _log(route: Route, failure: Exception) -> None:
    logger("operations").error("no answer", exc_info=failure, extra={"operation": route.operation})
