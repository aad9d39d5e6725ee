"""What a partner can check a CDR with: `signed_data` of OCPI (R-EI-11)."""

from collections.abc import Sequence
from typing import Any, Final

import orjson

from sessions.domain.ocmf.ocpi import Limits, signed_data
from sessions.signed.signed_records import Signed

MAX_OCTETS: Final = 16_000
"""A task of a state machine carries 256 KiB, and the curves of a session may take most of that."""

_BEHIND_THE_URL: Final = Limits(value=0)


def partner_data(signed: Sequence[Signed], url: str) -> dict[str, Any] | None:
    """Every record, or begin and end alone, or where that is too long no more than the `url`.

    With the key of the end, for OCPI has room for one. None without records.
    """
    pair = _pair(signed)
    key = next((key for _, key in reversed(pair or signed)), None)
    for chosen, limits in ((signed, Limits()), (pair, Limits()), (pair, _BEHIND_THE_URL)):
        data = signed_data([record for record, _ in chosen], key, url, limits)
        if data is not None and len(orjson.dumps(data)) <= MAX_OCTETS:
            return data
    return None


def _pair(signed: Sequence[Signed]) -> list[Signed]:
    """The first that begins and the last that ends, which may be one."""
    begin = next((one for one in signed if one[0].begins), None)
    end = next((one for one in reversed(signed) if one[0].ends), None)
    return [one for one in (begin, end) if one]
