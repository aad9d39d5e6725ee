"""End a tariff: its last version once more, with an end."""

from datetime import datetime

from corridor_kernel.problems import invalid, not_found
from corridor_kernel.times import from_text, to_text
from pricing.create_tariff import create_version
from pricing.domain.tariff_rules import document_of
from pricing.domain.version import Version, key_of
from pricing.find_versions import find_last


def end_tariff(tariff_id: str, at: str | None, now: datetime) -> Version:
    """The version that ends at that instant, or now; sessions that began before keep it (P9).

    Problem 404 if there is no such tariff, 422 if it starts later or the instant is over, 409 if
    somebody else changed it at the same time.
    """
    last = find_last(key_of(tariff_id))
    if last is None:
        raise not_found("tariff", tariff_id)
    end = now if at is None else from_text(at)
    if end < now:
        raise invalid([("at", "is over: sessions may have begun since")])
    if last.effective_from >= end:
        raise invalid([("at", f"its last version starts at {to_text(last.effective_from)}")])
    document = document_of({**last.document, "end_date_time": to_text(end)}, now)
    targets = [target.view for target in last.assigned_to]
    return create_version(document, targets, now, last.price_book)
