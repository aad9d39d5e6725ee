"""What leaves the drivers' door: kept by no cache, read by no other page, told to no other site."""

from collections.abc import Mapping
from typing import Any, Final

from sessions.domain.package.html import STYLE_HASH

Answer = dict[str, Any]

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors 'none'; style-src 'sha256-{STYLE_HASH}'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


def as_answer(
    status: int, content_type: str, body: str, more: Mapping[str, str] | None = None
) -> Answer:
    """As API Gateway wants it of a function."""
    headers = {"Content-Type": content_type, **HEADERS, **(more or {})}
    return {"statusCode": status, "headers": headers, "body": body}
