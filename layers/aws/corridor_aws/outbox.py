"""Domain events: written with the change they tell of, then relayed to the bus.

A service saves `outbox_item(event)` in the same transaction as its change; the outbox table's
stream runs `relay`, which puts each event on EventBridge. Nothing is published that did not
happen, and nothing that happened stays unpublished (aws.md §2.3).
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import orjson
from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_aws.tables import TableModel
from corridor_kernel.events import Event

MAX_ENTRIES = 10


class OutboxItem(TableModel):
    """One event on its way to the bus; kept for a week so that a relay can be replayed."""

    class Meta:
        table_name = settings.required("OUTBOX_TABLE")

    id = UnicodeAttribute(hash_key=True)
    source = UnicodeAttribute()
    name = UnicodeAttribute()
    detail = UnicodeAttribute()
    expires_at = TTLAttribute()


class NotRelayed(Exception):
    """The bus refused some entries; the stream delivers the batch again."""


def outbox_item(event: Event) -> OutboxItem:
    """The item to save in the transaction that made `event` true."""
    return OutboxItem(
        event.id,
        source=event.source,
        name=event.name,
        detail=orjson.dumps(event.detail(), default=str).decode(),
        expires_at=timedelta(days=7),
    )


def relay(records: Iterable[Mapping[str, Any]]) -> int:
    """Put the outbox items of a stream batch on the bus; returns how many.

    A partial failure (FailedEntryCount) retries the failed entries once and then raises
    NotRelayed: the stream brings the batch again and consumers drop the repeats by event id.
    """
    entries = [_entry(record["dynamodb"]["NewImage"]) for record in records]
    for start in range(0, len(entries), MAX_ENTRIES):
        failed = _put(entries[start : start + MAX_ENTRIES])
        if failed and _put(failed):
            raise NotRelayed(f"{len(failed)} entries were refused by the bus")
    return len(entries)


def _put(entries: list[dict[str, str]]) -> list[dict[str, str]]:
    response = client("events").put_events(Entries=entries)
    if not response["FailedEntryCount"]:
        return []
    results = zip(entries, response["Entries"], strict=True)
    return [entry for entry, result in results if "ErrorCode" in result]


def _entry(image: Mapping[str, Any]) -> dict[str, str]:
    return {
        "EventBusName": settings.required("EVENT_BUS_NAME"),
        "Source": image["source"]["S"],
        "DetailType": image["name"]["S"],
        "Detail": image["detail"]["S"],
    }
