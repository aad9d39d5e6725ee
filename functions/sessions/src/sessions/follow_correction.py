"""Show the CDR that counts, after pricing has corrected the bill of a session."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from corridor_aws.tables import is_condition_failure
from sessions.domain.progress import LOST_END
from sessions.tables import SessionItem

_ATTEMPTS = 5


class NotSettledYet(Exception):
    """The settlement of the bill that was corrected is on its way: the event comes again."""


def follow_correction(told: Mapping[str, Any]) -> None:
    """Take over a CdrCredited, in any order and however often: the highest number counts.

    The session stays SETTLED. Where nothing is owed any more it shows the credit CDR, and 0.
    """
    for attempt in range(_ATTEMPTS):
        item = SessionItem.get(told["session_id"], consistent_read=True)
        if not item.cdr_id:
            raise NotSettledYet(told["session_id"])
        if item.cdr_number >= told["number"]:
            return
        try:
            item.update(_actions(item, told), condition=SessionItem.version == item.version)
            return
        except UpdateError as error:
            if not is_condition_failure(error) or attempt == _ATTEMPTS - 1:
                raise


def _actions(item: SessionItem, told: Mapping[str, Any]) -> list[Action]:
    """What is compared with later events is what is billed now, or was seen when it was waived."""
    waived = {
        "cdr_id": told["cdr_id"],
        "total_excl_vat": "0",
        "total_incl_vat": "0",
        "registered_wh": item.session.energy_wh,
    }
    bill = told.get("replacement", waived)
    known = [LOST_END] if item.session.ended else []
    return [
        SessionItem.cdr_id.set(bill["cdr_id"]),
        SessionItem.cdr_number.set(told["number"]),
        SessionItem.total_excl_vat.set(Decimal(bill["total_excl_vat"])),
        SessionItem.total_incl_vat.set(Decimal(bill["total_incl_vat"])),
        SessionItem.billed_wh.set(Decimal(bill["registered_wh"])),
        SessionItem.settlement_flags.set(
            [flag for flag in item.settlement_flags or [] if flag not in known]
        ),
        SessionItem.version.add(1),
    ]
