"""HTTP headers of an API Gateway event: names in any case, lines joined as RFC 9110 has it."""

from collections.abc import Mapping
from typing import Any


def header(event: Mapping[str, Any], name: str) -> str:
    """The value of a header, all its lines joined by commas; empty if it is not there."""
    for key, lines in (event.get("multiValueHeaders") or {}).items():
        if key.lower() == name.lower():
            return ", ".join(lines)
    for key, line in (event.get("headers") or {}).items():
        if key.lower() == name.lower():
            return str(line)
    return ""
