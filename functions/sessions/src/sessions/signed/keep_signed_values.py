"""Keep what a station's meter has signed, byte for byte, before anything is made of it (R-EI-1)."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import orjson
from botocore.exceptions import ClientError

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_aws.items import put_new
from corridor_aws.streams import Record
from sessions.domain.signed_value import SignedValue, signed_values
from sessions.domain.transaction_event import TransactionEvent
from sessions.tables import SignedValueItem, place_text

_IN_IT: Final = "signedMeterData"
_IS_THERE: Final = 412
_AT_ONCE: Final = 8
"""Stations that sign every sample would keep the ledger waiting, one object after the other."""


def keep_signed_values(told: Iterable[tuple[Record, TransactionEvent]]) -> None:
    """The object first, for ever; then the item that finds it and that verification works on.

    A batch that comes again writes the same object and item again, which changes nothing.
    """
    items = [item for record, event in told for item in _items(record, event)]
    if not items:
        return
    # Written twice at the same moment S3 refuses an object.
    objects = {object_key(item): item for item in items}
    s3 = client("s3")
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        # A list, for what raised in a thread raises here.
        list(threads.map(lambda item: _put(s3, item), objects.values()))
    for item in items:
        put_new(item)


def _items(record: Record, event: TransactionEvent) -> Iterator[SignedValueItem]:
    text = record["dynamodb"]["NewImage"]["payload"]["S"]
    if _IN_IT not in text:
        return
    for index, value in enumerate(signed_values(orjson.loads(text))):
        yield _item(event, index, value)


def _item(event: TransactionEvent, index: int, value: SignedValue) -> SignedValueItem:
    return SignedValueItem(
        event.session_id,
        f"{place_text(event)}#{index:03d}",
        station_id=event.station_id,
        evse_id=event.evse_id,
        received_at=event.received_at,
        sha256=value.sha256,
        data=value.data,
        context=value.context,
        at=value.at,
        encoding_method=value.encoding_method,
        told_key=value.public_key or None,
    )


def object_key(item: SignedValueItem) -> str:
    """Where its bytes are: one object for one content, however often it is told."""
    return f"values/{item.station_id}/{item.session_id}/{item.sha256}"


def _put(s3: Any, item: SignedValueItem) -> None:
    try:
        s3.put_object(
            Bucket=settings.required("SIGNED_VALUES_BUCKET"),
            Key=object_key(item),
            Body=item.data.encode(),
            ContentType="application/octet-stream",
            ChecksumAlgorithm="SHA256",
            IfNoneMatch="*",
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != _IS_THERE:
            raise
