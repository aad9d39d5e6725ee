"""The text that a station stores of a customer, put together from its pages (N09)."""

from collections.abc import Mapping
from typing import Any

from ocpp_gateway.domain.paged_reports import Page, with_page

Json = Mapping[str, Any]


def with_text(before: Json | None, page: Page, data: str) -> Json | None:
    """The information with one more page; None if the page is there already.

    `parts` holds the pages by seqNo until all are there, then `text` is all of them.
    """
    if page.is_in(before):
        return None
    after = {**with_page(before, page)}
    parts = {**after.get("parts", {}), str(page.number): data}
    if after["complete"] and "text" not in after:
        after.pop("parts", None)
        return after | {"text": "".join(parts[str(number)] for number in after["pages"])}
    return after | {"parts": parts}
