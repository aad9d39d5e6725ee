"""What a station holds for one transaction goes with it (K02.FR.05, O02.FR.02)."""

from datetime import datetime

from ocpp_gateway.domain.charging_profiles import is_bound_to
from ocpp_gateway.records import all_records, delete_older


def forget_transaction(station_id: str, transaction_id: str, now: datetime) -> None:
    """Its TxProfiles and the messages that it was to show; two round trips if there are none.

    What somebody set or reported since `now` stays.
    """
    profiles = all_records(station_id, "charging-profile")
    messages = all_records(station_id, "display-message")
    for key, held in profiles.items():
        if is_bound_to(transaction_id, held):
            delete_older(station_id, "charging-profile", key, now)
    for key, message in messages.items():
        if message.get("transactionId") == transaction_id:
            delete_older(station_id, "display-message", key, now)
