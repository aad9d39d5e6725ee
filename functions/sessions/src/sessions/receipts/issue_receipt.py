"""Give a session the link with which its driver checks the bill (R-EI-9)."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from pynamodb.exceptions import TransactWriteError

from corridor_aws import settings
from corridor_aws.tables import is_lost_race, transaction
from sessions.domain.receipt_token import OCTETS, hashed
from sessions.tables import ReceiptItem, SessionItem

_ATTEMPTS: Final = 5
_DAYS_OF_A_YEAR: Final = 366


def issue_receipt(session_id: str, now: datetime) -> str:
    """The token of the session's link: made once, it survives every correction of the bill.

    Session and link are written together, so no link leads nowhere.
    """
    for attempt in range(_ATTEMPTS):
        item = SessionItem.get(session_id, consistent_read=True)
        if item.receipt_token:
            break
        try:
            return _issue(item, now)
        except TransactWriteError as error:
            if not is_lost_race(error) or attempt == _ATTEMPTS - 1:
                raise
    return str(item.receipt_token)


def _issue(item: SessionItem, now: datetime) -> str:
    token = secrets.token_urlsafe(OCTETS)
    kept = timedelta(days=_DAYS_OF_A_YEAR * int(settings.required("SIGNED_VALUES_YEARS")))
    with transaction() as writes:
        writes.save(ReceiptItem(hashed(token), session_id=item.session_id, expires_at=now + kept))
        writes.update(
            SessionItem(item.session_id),
            actions=[SessionItem.receipt_token.set(token), SessionItem.version.add(1)],
            condition=SessionItem.version == item.version,
        )
    return token
