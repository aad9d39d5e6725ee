"""REST requests of drivers -> their receipts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sessions.domain.package.language import language
from sessions.receipts.show_receipt import show_receipt


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`GET /receipts/{token}`, and the files below it; whoever asks, the token is the key."""
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    view = event["requestContext"]["resourcePath"].partition("{token}")[2].removeprefix("/")
    wanted = language(headers.get("accept-language", ""))
    return show_receipt(view, event["pathParameters"]["token"], wanted, datetime.now(UTC))
