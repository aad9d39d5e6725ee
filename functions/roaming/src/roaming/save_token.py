"""Write a token and the event that tells of it: both or neither."""

from pynamodb.exceptions import TransactWriteError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from roaming.domain.token import Token, token_changed
from roaming.tables import TokenTable, to_item


def save_token(token: Token, previous: Token | None) -> bool:
    """False if the registry no longer holds `previous` (None: no such token)."""
    unchanged = (
        TokenTable.updated_at == previous.updated_at if previous else TokenTable.id.does_not_exist()
    )
    try:
        with transaction() as writes:
            writes.save(to_item(token), condition=unchanged)
            writes.save(outbox_item(token_changed(token)))
    except TransactWriteError as error:
        if is_lost_race(error):
            return False
        raise
    return True
