"""Page through the registry."""

from corridor_aws.paging import page
from roaming.domain.token import Token
from roaming.tables import TokenTable, to_token


def list_tokens(limit: int, cursor: str | None) -> tuple[list[Token], str | None]:
    """At most `limit` tokens in no particular order, and the cursor of the next page."""
    items, next_cursor = page(TokenTable.scan, limit, cursor)
    return [to_token(item) for item in items], next_cursor
