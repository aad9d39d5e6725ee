"""A report that comes in pages: which are there, and whether that is all (R-BOOT-5).

A requestId stands for one report. Pages come in any order and more than once; a page 0 may never
come, and what the others told is kept all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from corridor_kernel.identifiers import digest

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `number` is None where the standard gives it none: such pages come in order."""

    action: str
    request_id: int
    number: int | None
    digest: str
    is_last: bool
    generated_at: str | None

    @property
    def key(self) -> str:
        """The key of its report's record."""
        return str(self.request_id)

    def is_in(self, report: Json | None) -> bool:
        """Whether the report has this very page."""
        if report is None or report["action"] != self.action:
            return False
        if self.number is None:
            return self.digest in report["digests"].values()
        return bool(report["digests"].get(str(self.number)) == self.digest)


def page_of(action: str, payload: Json) -> Page:
    """The page that a schema-valid payload is; `generatedAt` tells no two pages apart."""
    body = {name: value for name, value in payload.items() if name != "generatedAt"}
    return Page(
        action=action,
        request_id=payload["requestId"],
        number=payload.get("seqNo"),
        digest=digest(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)),
        is_last=not payload.get("tbc", False),
        generated_at=payload.get("generatedAt"),
    )


def with_page(report: Json | None, page: Page) -> Json:
    """The report with one more page."""
    before = begun(report, page.action)
    number = len(before["pages"]) if page.number is None else page.number
    pages = sorted({*before["pages"], number})
    last = number if page.is_last else before["last"]
    return before | {
        "pages": pages,
        "digests": before["digests"] | {str(number): page.digest},
        "last": last,
        "complete": before["complete"] or _is_all(pages, last),
        "generated_at": max(
            filter(None, (before["generated_at"], page.generated_at)), default=None
        ),
    }


def _is_all(pages: list[int], last: int | None) -> bool:
    """Counted rather than listed: a station may number its last page 2147483647."""
    return last is not None and sum(0 <= page <= last for page in pages) == last + 1 > 0


def begun(report: Json | None, action: str) -> dict[str, Any]:
    """The report as far as it is known; a requestId that told something else begins anew."""
    if report is not None and report["action"] == action:
        return dict(report)
    return {
        "action": action,
        "pages": [],
        "digests": {},
        "last": None,
        "complete": False,
        "generated_at": None,
    }
