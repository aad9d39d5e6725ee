"""Signed values of a CDR for a partner: `signed_data` of OCPI 2.2.1 and 2.3.0 (R-EI-11)."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sessions.domain.ocmf.key import PublicKey
from sessions.domain.ocmf.record import Record

START: Final = "Start"
INTERMEDIATE: Final = "Intermediate"
END: Final = "End"

_ORDER: Final = (START, INTERMEDIATE, END)


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest texts that a partner can read, in characters; the standard's by default."""

    public_key: int = 512
    value: int = 5000
    url: int = 512


OLD_PARSERS: Final = Limits(value=512)
"""Early 2.2.1 partners, and some hubs."""


def signed_data(
    records: Iterable[Record],
    key: PublicKey | None,
    url: str | None = None,
    limits: Limits = Limits(),
) -> dict[str, Any] | None:
    """The object of distinct records; None without any, or if they are too long without a `url`.

    Too long a value is left empty, never cut, and the partner finds it behind the url. Raises
    ValueError for a url that is too long itself.
    """
    if url is not None and len(url) > limits.url:
        raise ValueError(f"a url of more than {limits.url} characters")
    values = sorted(map(_value, records), key=lambda value: _ORDER.index(value["nature"]))
    fitting = [_fitting(value, limits.value) for value in values]
    if not values or (fitting != values and url is None):
        return None
    public_key = base64.b64encode(key.der).decode() if key else ""
    return (
        {"encoding_method": "OCMF"}
        | ({"public_key": public_key} if 0 < len(public_key) <= limits.public_key else {})
        | {"signed_values": fitting}
        | ({"url": url} if url else {})
    )


def _value(record: Record) -> dict[str, str]:
    plain = record.text.encode(errors="surrogateescape").decode(errors="replace")
    return {"nature": _nature(record), "plain_data": plain, "signed_data": record.base64}


def _nature(record: Record) -> str:
    """A record with begin and end counts as the end."""
    if record.ends:
        return END
    return START if record.begins else INTERMEDIATE


def _fitting(value: dict[str, str], limit: int) -> dict[str, str]:
    is_too_long = max(len(value["plain_data"]), len(value["signed_data"])) > limit
    return value | ({"plain_data": "", "signed_data": ""} if is_too_long else {})
