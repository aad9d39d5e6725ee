"""Keep our copy of whose tokens are."""

from collections.abc import Mapping
from typing import Any

from pynamodb.exceptions import PutError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.id_tokens import token_key
from corridor_kernel.times import from_text
from pricing.domain.holder import with_change
from pricing.domain.targets import Driver
from pricing.tables import HolderTable

_TRIES = 5


def remember_holder(changed: Mapping[str, Any]) -> None:
    """Take over the data of a TokenChanged; events may come twice and in any order."""
    key = token_key(changed["type"], changed["uid"])
    since = from_text(changed["updated_at"])
    driver = Driver(changed.get("group_id"), changed.get("party"))
    for _ in range(_TRIES):
        known = _known(key)
        before = known.changes if known else []
        changes = with_change(before, since, driver)
        if changes == before or _saved(key, changes, known):
            return
    raise RuntimeError("the token changes all the time")


def _known(key: str) -> HolderTable | None:
    try:
        return HolderTable.get(key, consistent_read=True)
    except HolderTable.DoesNotExist:
        return None


def _saved(key: str, changes: list[Any], known: HolderTable | None) -> bool:
    revision = HolderTable.revision
    unchanged = revision.does_not_exist() if known is None else revision == known.revision
    number = 1 if known is None else known.revision + 1
    try:
        HolderTable(key, changes=changes, revision=number).save(condition=unchanged)
    except PutError as error:
        if not is_condition_failure(error):
            raise
        return False
    return True
