"""Payloads made of the standard's schemas: as little as they ask for, and all that they allow."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corridor_kernel.ocpp.schemas import find_violation

FOLDER = Path(find_spec("ocpp").origin).parent / "v201/schemas"
INSTANT = "2026-11-22T12:00:00.000Z"


def minimal(message: str) -> dict[str, Any]:
    """Required members only, lists of one."""
    return _valid(message, everything=False)


def maximal(message: str) -> dict[str, Any]:
    """Every member, texts as long as they may be, lists of two."""
    return _valid(message, everything=True)


def _valid(message: str, *, everything: bool) -> dict[str, Any]:
    schema = _schema(message)
    payload = _value(schema, schema.get("definitions", {}), everything)
    assert find_violation(message, payload, "ocpp2.0.1") is None
    return payload


@cache
def _schema(message: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{message}.json").read_text(encoding="utf-8-sig"))


def _value(schema: dict[str, Any], definitions: dict[str, Any], everything: bool) -> Any:
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "object":
        return {
            name: _value(member, definitions, everything)
            for name, member in schema.get("properties", {}).items()
            if everything or name in schema.get("required", ())
        }
    if schema.get("type") == "array":
        count = min(2 if everything else 1, schema.get("maxItems", 2))
        item = _value(schema["items"], definitions, everything)
        return [item] * max(count, schema.get("minItems", 0))
    return _scalar(schema, everything)


def _scalar(schema: dict[str, Any], everything: bool) -> Any:
    if "enum" in schema:
        return schema["enum"][-1 if everything else 0]
    if schema.get("format") == "date-time":
        return INSTANT
    if schema.get("type") == "string":
        return "x" * (schema.get("maxLength", 20) if everything else 1)
    numbers = {"integer": 1, "number": 1.5 if everything else 1, "boolean": everything}
    return numbers.get(schema.get("type"), {"any": ["thing"]})
