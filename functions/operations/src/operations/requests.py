"""Request -> parameters of an operation."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote

import orjson
from pydantic import ValidationError

from corridor_kernel.problems import Problem, invalid, not_found
from operations.models.base import Body, Query

MAX_BODY_BYTES: Final = 256 * 1024

_NUMBER: Final = re.compile("[0-9]{1,10}")

Faults = Iterable[tuple[str, str]]


def path_parameters(given: Mapping[str, str], numbers: Collection[str] = ()) -> dict[str, Any]:
    """Percent-decoded, once: API Gateway hands them over as they were sent.

    Problem 404 for a number that is none.
    """
    decoded: dict[str, Any] = {name: unquote(value) for name, value in given.items()}
    for name in numbers:
        if not _NUMBER.fullmatch(decoded[name]):
            raise not_found(name, decoded[name])
        decoded[name] = int(decoded[name])
    return decoded


def body_parameters(raw: bytes, model: type[Body]) -> dict[str, Any]:
    """The members of a JSON body that are given.

    Problem 413 if it is too large, 400 if it is not JSON, 422 with every fault if it breaks
    the model.
    """
    if len(raw) > MAX_BODY_BYTES:
        raise Problem(413, "Content Too Large", f"At most {MAX_BODY_BYTES} bytes are read.")
    try:
        content = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Problem(400, "Bad Request", "The body is not JSON.") from None
    try:
        # Through text again: only as JSON does a strict model read date-times and enums.
        read = model.model_validate_json(orjson.dumps(content))
    except ValidationError as error:
        raise invalid(_faults(error, "body")) from None
    return read.model_dump(mode="json", exclude_none=True)


def query_parameters(given: Mapping[str, list[str]], model: type[Query]) -> dict[str, Any]:
    """All members of a query string, None where nothing is given; Problem 400 with every fault."""
    twice = [(name, "is given twice") for name, values in given.items() if len(values) > 1]
    if twice:
        raise _bad_query(twice)
    try:
        read = model.model_validate({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        raise _bad_query(_faults(error, "query")) from None
    return read.model_dump(mode="json")


def _bad_query(faults: Faults) -> Problem:
    errors = [{"location": location, "message": message} for location, message in faults]
    return Problem(400, "Bad Request", "The query string is not valid.", errors=errors)


def _faults(error: ValidationError, whole: str) -> Faults:
    for fault in error.errors(include_url=False, include_input=False):
        yield ".".join(str(step) for step in fault["loc"]) or whole, fault["msg"]
