"""Keep what a station's meter has signed, byte for byte, before anything is made of it (R-EI-1)."""

from collections.abc import Iterable, Iterator
from typing import Final

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


def keep_signed_values(told: Iterable[tuple[Record, TransactionEvent]]) -> None:
    """The object first, for ever; then the item that finds it and that verification works on.

    A batch that comes again writes the same object and item again, which changes nothing.
    """
    items = [item for record, event in told for item in _items(record, event)]
    for item in items:
        _put(item)
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


def _put(item: SignedValueItem) -> None:
    try:
        client("s3").put_object(
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
