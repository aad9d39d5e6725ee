"""Copy a token of the registry: only newer knowledge wins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.id_tokens import token_key
from corridor_kernel.times import from_text
from ocpp_gateway.domain.local_list_entries import EVERYWHERE, is_listed
from ocpp_gateway.local_lists.changes import LISTING, position_of
from ocpp_gateway.tables import TokenTable

_TRIES = 5


def copy_token(changed: Mapping[str, Any], now: datetime) -> bool:
    """Take over the data of a TokenChanged; events may come twice and in any order.

    Whether local lists have to follow: also for one that was taken over before, for whoever did
    it may have crashed since.
    """
    for _ in range(_TRIES):
        known = _known(token_key(changed["type"], changed["uid"]))
        if known is not None and known.updated_at >= from_text(changed["updated_at"]):
            return known.listing is not None
        item = _item(changed, known, now)
        if _saved(item, known):
            return item.listing is not None
    raise RuntimeError("the token changes all the time")


def _known(key: str) -> TokenTable | None:
    try:
        return TokenTable.get(key, consistent_read=True)
    except TokenTable.DoesNotExist:
        return None


def _saved(item: TokenTable, known: TokenTable | None) -> bool:
    updated_at = TokenTable.updated_at
    unchanged = updated_at.does_not_exist() if known is None else updated_at == known.updated_at
    try:
        item.save(condition=unchanged)
    except PutError as error:
        if not is_condition_failure(error):
            raise
        return False
    return True


def _item(changed: Mapping[str, Any], known: TokenTable | None, now: datetime) -> TokenTable:
    expires_at = changed.get("expires_at")
    key = token_key(changed["type"], changed["uid"])
    item = TokenTable(
        key,
        status=changed["status"],
        group_id=changed.get("group_id"),
        group_type=changed.get("group_type"),
        valid_until=from_text(expires_at) if expires_at else None,
        language=changed.get("language"),
        sites=changed.get("sites"),
        evses=changed.get("evses"),
        connector_types=changed.get("connector_types"),
        whitelist=changed.get("whitelist"),
        message=changed.get("message"),
        updated_at=from_text(changed["updated_at"]),
    )
    listed = is_listed(changed["type"], changed.get("whitelist"))
    if listed or (known is not None and known.listing):
        item.listing, item.change = LISTING, position_of(key, now)
        item.uid, item.type, item.is_listed = changed["uid"], changed["type"], listed
        item.ever_at = _ever_at(changed, known, listed)
    return item


def _ever_at(changed: Mapping[str, Any], known: TokenTable | None, listed: bool) -> list[str]:
    """Every site whose lists have, or have had, the token."""
    before = set(known.ever_at or ()) if known is not None else set()
    sites = changed.get("sites")
    now = set(sites if sites is not None else [EVERYWHERE]) if listed else set()
    return sorted(before | now)
