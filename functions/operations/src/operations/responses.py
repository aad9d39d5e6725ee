"""What leaves the API: JSON, or problem details for every refusal and failure."""

from http import HTTPStatus
from typing import Any

import orjson
from chalice.app import Response

from corridor_kernel.problems import Problem

Headers = dict[str, str | list[str]]


def json_response(body: Any, status: int = 200) -> Response:
    return _response(body, status, "application/json")


def problem_response(problem: Problem, headers: Headers | None = None) -> Response:
    return _response(problem.body(), problem.status, "application/problem+json", headers)


def as_problem(response: Response) -> Response:
    """Chalice's own `{"Code", "Message"}` errors as problem details; all else as it is."""
    if not isinstance(response.body, dict):
        return response
    status = HTTPStatus(response.status_code)
    detail = response.body["Message"] if status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE else ""
    return problem_response(Problem(int(status), status.phrase, detail))


def _response(
    body: Any, status: int, content_type: str, headers: Headers | None = None
) -> Response:
    return Response(
        orjson.dumps(body).decode(), {"Content-Type": content_type, **(headers or {})}, status
    )
