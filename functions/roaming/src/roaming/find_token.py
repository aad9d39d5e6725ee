"""Look a token up."""

from roaming.domain.token import Token, token_key
from roaming.tables import TokenTable, to_token


def find_token(type: str, uid: str) -> Token | None:
    """The token of that type and uid in any spelling, as last written; None if unknown."""
    try:
        return to_token(TokenTable.get(token_key(type, uid), consistent_read=True))
    except TokenTable.DoesNotExist:
        return None
