"""Copy a token of the registry: only newer knowledge wins."""

from collections.abc import Mapping
from typing import Any

from pynamodb.exceptions import PutError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.times import from_text
from ocpp_gateway.domain.id_tokens import token_key
from ocpp_gateway.tables import TokenTable


def copy_token(changed: Mapping[str, Any]) -> None:
    """Take over the data of a TokenChanged; events may come twice and in any order."""
    updated_at = from_text(changed["updated_at"])
    known = TokenTable.updated_at
    try:
        _item(changed).save(condition=known.does_not_exist() | (known < updated_at))
    except PutError as error:
        if not is_condition_failure(error):
            raise


def _item(changed: Mapping[str, Any]) -> TokenTable:
    expires_at = changed.get("expires_at")
    return TokenTable(
        token_key(changed["type"], changed["uid"]),
        status=changed["status"],
        group_id=changed.get("group_id"),
        group_type=changed.get("group_type"),
        valid_until=from_text(expires_at) if expires_at else None,
        language=changed.get("language"),
        sites=changed.get("sites"),
        evses=changed.get("evses"),
        updated_at=from_text(changed["updated_at"]),
    )
