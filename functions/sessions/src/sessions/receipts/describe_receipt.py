"""What is told of a receipt: its link, to the session's operator and to partners."""

from corridor_aws import settings
from sessions.tables import SessionItem


def link(token: str) -> str:
    """Where the driver opens it."""
    return f"{settings.required('RECEIPTS_URL')}{token}"


def describe_receipt(item: SessionItem) -> dict[str, str | None]:
    """For operators, who hand the link on; None as long as there is none."""
    return {"receipt_url": link(item.receipt_token) if item.receipt_token else None}
