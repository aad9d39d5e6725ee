"""A REQUEST authorizer's verdict on a `$connect` (aws.md §1.3)."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from local.front_door.api import Authorizer
from local.front_door.environment import FunctionFailed
from local.front_door.http import Headers

Call = Callable[[dict[str, Any]], Any]


class Refused(Exception):
    """The handshake ends with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def check_identity_sources(authorizer: Authorizer, headers: Headers) -> None:
    """Refused 401, without a call, if a header that the authorizer needs is missing or empty."""
    sent = {name.lower() for name, value in headers if value}
    if not sent.issuperset(authorizer.identity_headers):
        raise Refused(401)


def failure(error: FunctionFailed) -> Refused:
    """What an authorizer's exception means: 401 if its text is "Unauthorized", else 500."""
    return Refused(401 if error.message == "Unauthorized" else 500)


def granted(answer: Any, arn: str) -> dict[str, Any]:
    """The context of an answer that allows `arn`; Refused 403 if it does not, 500 if it is none.

    Context values reach later events as text; nested ones are no valid answer.
    """
    try:
        statements = answer["policyDocument"]["Statement"]
        effects = {s["Effect"] for s in statements if _covers(s, arn)}
        context = {name: _text(value) for name, value in answer.get("context", {}).items()}
        principal = answer["principalId"]
    except (KeyError, TypeError, AttributeError):
        raise Refused(500) from None
    if effects != {"Allow"}:
        raise Refused(403)
    return {**context, "principalId": principal}


def _covers(statement: dict[str, Any], arn: str) -> bool:
    actions, resources = _list(statement["Action"]), _list(statement["Resource"])
    asked = "execute-api:Invoke"
    return any(fnmatchcase(asked.lower(), action.lower()) for action in actions) and any(
        fnmatchcase(arn, resource) for resource in resources
    )


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise TypeError(f"{type(value)} is no value of an authorizer's context")
