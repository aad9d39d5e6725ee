"""Look a token up."""

from roaming.domain.token import Token, token_key
from roaming.tables import TokenItem, to_token


def find_token(type: str, uid: str) -> Token | None:
    """The token of that type and uid in any spelling, as last written; None if unknown."""
    try:
        return to_token(TokenItem.get(token_key(type, uid), consistent_read=True))
    except TokenItem.DoesNotExist:
        return None
