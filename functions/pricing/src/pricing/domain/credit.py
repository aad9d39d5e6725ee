"""A credit CDR: the CDR that it takes back, with a negative total_cost; nothing else differs."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from corridor_kernel.events import Event
from corridor_kernel.times import to_text
from pricing.domain.correction import Correction

SUFFIX: Final = "-C"


def credit_id(cdr_id: str) -> str:
    """At most 39 characters, which is OCPI's limit."""
    return cdr_id + SUFFIX


def credit_document(document: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The OCPI object of the credit CDR."""
    cost = {name: 0 - amount for name, amount in document["total_cost"].items()}
    return {
        **document,
        "id": credit_id(document["id"]),
        "credit": True,
        "credit_reference_id": document["id"],
        "total_cost": cost,
        "last_updated": to_text(now),
    }


def credit_summary(summary: Mapping[str, Any]) -> dict[str, Any]:
    """What lists show of it: what is paid back, by VAT rate."""
    return {
        **_negative(summary, ("total_excl_vat", "total_incl_vat")),
        "cdr_id": credit_id(summary["cdr_id"]),
        "credit_reference_id": summary["cdr_id"],
        "vat": [_negative(line, ("excl_vat", "incl_vat")) for line in summary["vat"]],
    }


def cdr_credited(
    credit: Mapping[str, Any],
    correction: Correction,
    number: int,
    replacement: Mapping[str, Any] | None,
    now: datetime,
) -> Event:
    """`number` is that of the CDR after the correction, issued or waived: the highest counts.

    `replacement` is None if nothing is owed any more.
    """
    data = {
        "cdr_id": credit["cdr_id"],
        "credited_cdr_id": credit["credit_reference_id"],
        "session_id": credit["session_id"],
        "station_id": credit["station_id"],
        "reason": correction.reason,
        "by": correction.by,
        "total_excl_vat": credit["total_excl_vat"],
        "total_incl_vat": credit["total_incl_vat"],
        "currency": credit["currency"],
        "number": number,
    }
    if replacement is not None:
        data["replacement"] = dict(replacement)
    key = f"CdrCredited/{credit['cdr_id']}"
    return Event("corridor.pricing", "CdrCredited", key, now, data)


def _negative(amounts: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {**amounts, **{name: str(0 - Decimal(amounts[name])) for name in names}}
