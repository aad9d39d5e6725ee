"""The OpenAPI 3.1 document, made from the table of routes and its models."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from operations.models.base import ProblemDetails
from operations.route import ROOT, Route
from operations.routes import DOCUMENT_PATH, ROUTES

Json = dict[str, Any]

_REFERENCE: Final = "#/components/schemas/{model}"
_SECURITY: Final[Json] = {
    "aws": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "awsSigv4",
        "description": "In the cloud: requests signed with Signature Version 4 (IAM).",
    },
    "local": {"type": "http", "scheme": "bearer", "description": "On the local cloud."},
}


class _Untitled(GenerateJsonSchema):
    """Titles that only repeat the name of a member are left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def document() -> Json:
    """What the API takes and gives, for people and for generators of clients."""
    schemas = _schemas()
    paths: dict[str, Json] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    paths[DOCUMENT_PATH] = {"get": _document_operation()}
    for query in {route.query.__name__ for route in ROUTES if route.query}:
        del schemas[query]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Corridor operator API", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _SECURITY},
        "security": [{name: []} for name in _SECURITY],
    }


def _operation(route: Route, schemas: Json) -> Json:
    operation: Json = {
        "operationId": route.operation,
        "summary": route.summary,
        "tags": [route.path.removeprefix(ROOT).split("/")[1]],
        "parameters": [*_path_parameters(route), *_query_parameters(route, schemas)],
        "responses": _responses(route.status, _reference(route.answer)),
    }
    if route.body:
        content = {"application/json": {"schema": _reference(route.body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _document_operation() -> Json:
    return {
        "operationId": "get_document",
        "summary": "This document",
        "tags": ["document"],
        "parameters": [],
        "responses": _responses(200, {"type": "object"}),
    }


def _path_parameters(route: Route) -> Iterator[Json]:
    for name in re.findall(r"{(\w+)}", route.path):
        kind = "integer" if name in route.numbers else "string"
        yield {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _query_parameters(route: Route, schemas: Json) -> Iterator[Json]:
    if route.query is None:
        return
    for name, schema in schemas[route.query.__name__]["properties"].items():
        yield {"name": name, "in": "query", "required": False, "schema": _without_null(schema)}


def _without_null(schema: Json) -> Json:
    """What is left of `str | None = None` where nothing can be null."""
    kind: Json = schema.get("anyOf", [{}])[0]
    return kind | {key: value for key, value in schema.items() if key != "anyOf" and value}


def _responses(status: int, schema: Json) -> Json:
    refusal = {"application/problem+json": {"schema": _reference(ProblemDetails)}}
    return {
        str(status): {
            "description": "As asked",
            "content": {"application/json": {"schema": schema}},
        },
        "default": {"description": "Refused, or failed", "content": refusal},
    }


def _schemas() -> Json:
    routes = [(route.body, route.query, route.answer) for route in ROUTES]
    used = {model for models in routes for model in models if model} | {ProblemDetails}
    ordered = sorted(used, key=lambda model: model.__name__)
    _, definitions = models_json_schema(
        [(model, "validation") for model in ordered],
        ref_template=_REFERENCE,
        schema_generator=_Untitled,
    )
    schemas: Json = definitions["$defs"]
    return schemas


def _reference(model: type) -> Json:
    return {"$ref": _REFERENCE.format(model=model.__name__)}
