"""One API: the document, the app's routes, the template's events and the owners' operations."""

import importlib
import inspect
import re

import jsonschema_rs
import pytest

from operations.app import create_app
from operations.openapi import document
from operations.routes import ROUTES
from operations.unknown import METHODS, UNKNOWN_PATH
from tests.rest_api import api_routes
from tests.services import SERVICES

OPERATIONS = next(service for service in SERVICES if service.name == "operations")
UNKNOWN = {(method, UNKNOWN_PATH) for method in METHODS}


def refuse(service, operation, parameters):
    raise AssertionError("nothing is asked here")


def documented():
    return {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }


def operations_of(service):
    """The operator questions that a service answers, by name."""
    package = service.replace("-", "_")
    return importlib.import_module(f"{package}.handlers.operator").OPERATIONS


def references(content):
    if isinstance(content, dict):
        yield from (value for key, value in content.items() if key == "$ref")
        content = list(content.values())
    for child in content if isinstance(content, list) else ():
        yield from references(child)


def test_the_document_is_what_the_app_serves():
    served = {
        (method, path) for path, methods in create_app(refuse).routes.items() for method in methods
    }
    assert served == documented() | UNKNOWN


def test_the_template_lets_through_what_the_app_serves():
    assert api_routes(OPERATIONS.folder / "template.yaml") == documented() | UNKNOWN


def test_each_event_of_the_template_is_named_after_its_operation():
    names = {
        (event["Method"].upper(), event["Path"]): name.split(".")[1]
        for name, event in OPERATIONS.event_sources("Api")
    }
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            words = operation["operationId"].split("_")
            assert names[method.upper(), path] == "".join(word.title() for word in words)


def test_no_route_goes_around_the_authorizer():
    (api,) = OPERATIONS.resources("AWS::Serverless::Api").values()
    assert api["Auth"] == {"DefaultAuthorizer": "AWS_IAM", "InvokeRole": "NONE"}
    for _, event in OPERATIONS.event_sources("Api"):
        assert set(event) == {"RestApiId", "Path", "Method"}


def test_path_parameters_are_documented():
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            named = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
            assert named == re.findall(r"{(\w+)}", path)


def test_operation_ids_are_unique():
    ids = [o["operationId"] for methods in document()["paths"].values() for o in methods.values()]
    assert len(ids) == len(set(ids))


def test_schemas_are_valid_used_and_complete():
    content = document()
    schemas = content["components"]["schemas"]
    for schema in schemas.values():
        jsonschema_rs.meta.validate(schema)
    assert {f"#/components/schemas/{name}" for name in schemas} == set(references(content))


def test_nothing_in_a_query_can_be_null():
    for methods in document()["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                assert parameter["schema"].keys() & {"type", "$ref"}, parameter


def test_the_function_may_ask_the_owners_and_nobody_else():
    function = OPERATIONS.functions["OperatorApiFunction"]
    (statement,) = function["Policies"][0]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"
    asked = {
        re.search(r"-\${Stage}-(.+)-operator$", r["Fn::Sub"])[1] for r in statement["Resource"]
    }
    assert asked == {route.service for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_the_owner_takes_what_the_route_hands_on(route):
    """With everything that can be given, and with what always is."""
    signature = inspect.signature(operations_of(route.service)[route.operation])
    fields = route.body.model_fields if route.body else {}
    always = {name for name, field in fields.items() if field.default is not None}
    always |= {
        *re.findall(r"{(\w+)}", route.path),
        *(route.query.model_fields if route.query else ()),
    }
    signature.bind(**dict.fromkeys(always))
    signature.bind(**dict.fromkeys(always | set(fields)))


@pytest.mark.parametrize("service", sorted({route.service for route in ROUTES}))
def test_every_operation_has_a_route(service):
    routed = {route.operation for route in ROUTES if route.service == service}
    assert set(operations_of(service)) == routed
