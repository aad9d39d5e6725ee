"""Which session a driver's link leads to."""

from datetime import datetime

from sessions.domain.receipt_token import hashed
from sessions.tables import ReceiptItem, SessionItem


class NoReceipt(Exception):
    """The link leads nowhere; why is nobody's business."""


def find_receipt(token: str, now: datetime) -> SessionItem:
    """The session; raises NoReceipt for what was never issued and for what is over.

    Read by the key that the token's hash is, so an answer's time tells nothing of other links.
    """
    key = hashed(token)
    try:
        receipt = ReceiptItem.get(key) if key else None
        if receipt is None or receipt.expires_at <= now:
            raise NoReceipt
        return SessionItem.get(receipt.session_id)
    except (ReceiptItem.DoesNotExist, SessionItem.DoesNotExist):
        raise NoReceipt from None
