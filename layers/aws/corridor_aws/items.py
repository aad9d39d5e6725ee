"""Reads and writes in one round trip that pynamodb has no call for."""

import time
from typing import Any, TypeVar

from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException

from corridor_aws.tables import _CONNECTION, TableModel

Item = TypeVar("Item", bound=TableModel)
Key = tuple[type[TableModel], str, str | None]

_PAUSES_S = (0.0, 0.05, 0.2)


class Unprocessed(PynamoDBException):
    """DynamoDB left keys of a batch unread, time and again: it is throttling."""

    msg = "Keys were left unread"


def put_new(item: Item) -> Item | None:
    """Store an item unless its key is taken; then the item that is there, in one round trip."""
    model: Any = type(item)
    put = item.get_save_kwargs_from_instance(
        condition=model._hash_key_attribute().does_not_exist(),
        return_values_on_condition_failure="ALL_OLD",
    )
    try:
        _client().put_item(**put)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        before: Item = model.from_raw_data(error.response["Item"])  # type: ignore[typeddict-item]
        return before
    return None


def get_together(*keys: Key) -> list[Any]:
    """Items of one or several tables (model, hash key, range key), read consistently.

    In the order asked, None for an item that does not exist; raises Unprocessed.
    """
    gets = [model.get_operation_kwargs_from_class(hash, range) for model, hash, range in keys]
    wanted: dict[str, Any] = {}
    for get in gets:
        table = wanted.setdefault(get["TableName"], {"Keys": [], "ConsistentRead": True})
        table["Keys"].append(get["Key"])
    found = _batch(wanted)
    images = [_image(found.get(get["TableName"], []), get["Key"]) for get in gets]
    return [
        model.from_raw_data(image) if image else None
        for (model, _, _), image in zip(keys, images, strict=True)
    ]


def _image(found: list[Any], key: dict[str, Any]) -> Any:
    return next((image for image in found if key.items() <= image.items()), None)


def _batch(wanted: dict[str, Any]) -> dict[str, list[Any]]:
    """The items found in each table."""
    found: dict[str, list[Any]] = {}
    for pause_s in _PAUSES_S:
        time.sleep(pause_s)
        response = _client().batch_get_item(RequestItems=wanted)
        for table, items in response["Responses"].items():
            found.setdefault(table, []).extend(items)
        wanted = response["UnprocessedKeys"]
        if not wanted:
            return found
    raise Unprocessed


def _client() -> Any:
    return _CONNECTION.client
