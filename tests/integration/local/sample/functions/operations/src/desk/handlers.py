"""Answers over HTTP and in a state machine, with a word from a layer."""

import json
from typing import Any

import orjson
from words import GREETING


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The greeting and what was asked."""
    asked = orjson.loads(event.get("body") or "{}")
    body = {"greeting": GREETING, "asked": asked, "query": event.get("queryStringParameters")}
    return {"statusCode": 201, "headers": {"x-desk": "1"}, "body": json.dumps(body)}
