"""The tokens that are or were in lists, in the order of their changes: a sparse index of tokens.

100,000 tokens of which a few thousand are listed cost an index of those few thousand: a Full reads
it once (some hundred read units), a Differential only what is new.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from corridor_kernel.times import from_text, to_text
from ocpp_gateway.domain.id_tokens import IdToken
from ocpp_gateway.domain.local_list_entries import Change
from ocpp_gateway.tables import TokenTable, to_token

LISTING: Final = "listed"

# An index follows its table within this time, and two clocks differ by less.
SETTLED: Final = timedelta(seconds=10)


def position_of(token_key: str, at: datetime) -> str:
    """Where a change of that token at `at` stands among all changes."""
    return f"{to_text(at)}#{token_key}"


def changes_since(cursor: str, checked_at: str) -> Iterator[Change]:
    """Every change after `cursor`, eventually consistent.

    What was looked up soon after it happened (`checked_at`) may have hidden an earlier change:
    then the last moments before it are told again.
    """
    start = _start(cursor, checked_at)
    after = TokenTable.change > start if start else None
    for item in TokenTable.by_change.query(LISTING, after):
        yield Change(
            position=item.change,
            presented=IdToken(item.uid, item.type),
            token=to_token(item),
            is_listed=bool(item.is_listed),
            ever_at=frozenset(item.ever_at or ()),
        )


def _start(cursor: str, checked_at: str) -> str:
    if not cursor or not checked_at:
        return cursor
    changed = from_text(cursor.partition("#")[0])
    if from_text(checked_at) - changed >= SETTLED:
        return cursor
    return to_text(changed - SETTLED)
