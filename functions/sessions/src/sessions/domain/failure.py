"""Why a task of a state machine failed, in words for operators."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

MAX_LENGTH: Final = 500


def reason(failure: Mapping[str, Any]) -> str:
    """`NoTariff: …` out of `{"Error", "Cause"}`; a function's cause is its error as JSON."""
    cause = failure.get("Cause") or ""
    try:
        told = orjson.loads(cause)
    except orjson.JSONDecodeError:
        told = None
    message = told.get("errorMessage", cause) if isinstance(told, dict) else cause
    error = failure.get("Error") or "Unknown"
    return f"{error}: {message}"[:MAX_LENGTH] if message else str(error)
