"""Tokens have changed: once they have settled, every station's list is looked at, once for all."""

from datetime import datetime, timedelta
from typing import Final

from corridor_aws import settings
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.deadlines import sweep_local_lists
from ocpp_gateway.records import find_record, put_record

# No station can be called so: a blank is in no identity (R-RPC-1).
_NOBODY: Final = "all stations"
_KIND: Final = "local-list"
_KEY: Final = "sweep"

# A sweep that is so near may be looking already; where changes are gathered for less, half of it.
_TOO_NEAR: Final = timedelta(seconds=5)


def announce_changes(now: datetime) -> None:
    """A flood of changes makes one sweep. Set down first, noted second: a crash costs a sweep."""
    delay = timedelta(seconds=int(settings.required("LOCAL_LIST_DELAY_S")))
    due_at = now + delay
    noted = find_record(_NOBODY, _KIND, _KEY)
    too_near = now + min(_TOO_NEAR, delay / 2)
    if noted is not None and too_near < from_text(noted["due_at"]) <= due_at:
        return
    sweep_local_lists(None, int(delay.total_seconds()))
    put_record(_NOBODY, _KIND, _KEY, {"due_at": to_text(due_at)}, now)
