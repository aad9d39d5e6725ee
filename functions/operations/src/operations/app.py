"""The operator API: every route of the table on one Chalice app."""

from collections.abc import Callable
from typing import Any

from chalice.app import Chalice, Response

from corridor_kernel.problems import Problem
from operations.answering import Ask, answered
from operations.openapi import document
from operations.requests import body_parameters, path_parameters, query_parameters
from operations.responses import as_problem, json_response, problem_response
from operations.route import ROOT, Route
from operations.routes import DOCUMENT_PATH, ROUTES
from operations.unknown import METHODS, UNKNOWN_PATH, refused

View = Callable[..., Response]

_ANY_TYPE = ["*/*"]


def create_app(ask: Ask) -> Chalice:
    """The app, ready to be a Lambda handler; `ask` brings a service's answer."""
    app = Chalice(app_name="operator-api", configure_logs=False)
    app.middleware("http")(lambda event, get_response: as_problem(get_response(event)))
    for route in ROUTES:
        content_types = ["application/json"] if route.body else _ANY_TYPE
        register = app.route(route.path, methods=[route.method], content_types=content_types)
        register(_view(app, route, ask))
    app.route(DOCUMENT_PATH, methods=["GET"], content_types=_ANY_TYPE)(_document)
    app.route(UNKNOWN_PATH, methods=METHODS, content_types=_ANY_TYPE)(_unknown(app))
    return app


def _view(app: Chalice, route: Route, ask: Ask) -> View:
    def view(**path: str) -> Response:
        try:
            parameters = _parameters(route, app.current_request, path)
            status, body = answered(ask, route, parameters)
        except Problem as problem:
            return problem_response(problem)
        return json_response(body, status)

    return view


def _parameters(route: Route, request: Any, path: dict[str, str]) -> dict[str, Any]:
    parameters: dict[str, Any] = path_parameters(path, route.numbers)
    if route.query:
        given = request.to_original_event()["multiValueQueryStringParameters"] or {}
        parameters |= query_parameters(given, route.query)
    if route.body:
        parameters |= body_parameters(request.raw_body, route.body)
    return parameters


def _document() -> Response:
    return json_response(document())


def _unknown(app: Chalice) -> View:
    def view() -> Response:
        request: Any = app.current_request
        return refused(f"{ROOT}/{request.uri_params['proxy']}")

    return view
