"""Requests that no route takes: API Gateway hands them over by its greedy path."""

import re
from typing import Final

from chalice.app import Response

from corridor_kernel.problems import Problem
from operations.responses import problem_response
from operations.route import ROOT
from operations.routes import DOCUMENT_PATH, ROUTES

UNKNOWN_PATH: Final = f"{ROOT}/{{proxy+}}"
METHODS: Final = ("DELETE", "GET", "PATCH", "POST", "PUT")

_ROUTED: Final = [(DOCUMENT_PATH, "GET"), *((route.path, route.method) for route in ROUTES)]


def refused(path: str) -> Response:
    """405 with the methods that the path has, or 404 if it has none."""
    methods = ", ".join(sorted(method for route, method in _ROUTED if _is_at(path, route)))
    if methods:
        problem = Problem(405, "Method Not Allowed", f"{path} allows {methods}.{_instead(path)}")
        return problem_response(problem, {"Allow": methods})
    return problem_response(Problem(404, "Not Found", f"There is no {path}."))


def _instead(path: str) -> str:
    """A CDR is asked to change by those who look for corrections (OCPI: it never does)."""
    if _is_at(path, f"{ROOT}/cdrs/{{cdr_id}}"):
        return f" A CDR is never changed: POST to {path}/corrections to credit and replace it."
    return ""


def _is_at(path: str, route: str) -> bool:
    return bool(re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.replace(".", r"\.")), path))
