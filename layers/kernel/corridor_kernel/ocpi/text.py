"""OCPI objects as JSON text: a Decimal is a JSON number both ways, never a string (T10)."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson


def dumps(document: Mapping[str, Any]) -> str:
    """JSON text. At most 15 digits survive the float that orjson writes; OCPI's numbers do."""
    return orjson.dumps(document, default=_number).decode()


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """The object as any JSON library reads it: for answers that others turn into text."""
    document = orjson.loads(dumps(document))
    return dict(document)


def loads(text: str) -> dict[str, Any]:
    """The object with its numbers as int or Decimal."""
    document: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return document


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
