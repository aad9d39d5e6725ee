"""A refusal that a caller can act on, as problem details (RFC 9457)."""

from collections.abc import Iterable, Mapping
from typing import Any


class Problem(Exception):
    """What is wrong with a request: HTTP status, short title, and details for the caller."""

    def __init__(self, status: int, title: str, detail: str = "", **more: Any) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.more = more

    def body(self) -> Mapping[str, Any]:
        """`{type, title, status, detail, …}` for `application/problem+json`."""
        detail = {"detail": self.detail} if self.detail else {}
        return {"type": "about:blank", "title": self.title, "status": self.status} | (
            detail | self.more
        )


def not_found(what: str, name: str) -> Problem:
    return Problem(404, "Not Found", f"There is no {what} {name!r}.")


def invalid(faults: Iterable[tuple[str, str]]) -> Problem:
    """422 with every fault at once: `(location, message)`, location as in `evses.0.id`."""
    errors = [{"location": location, "message": message} for location, message in faults]
    return Problem(422, "Unprocessable Content", "The request is not valid.", errors=errors)
