"""What every pynamodb model shares: one connection, Decimal numbers, instants, transactions."""

import time
import zlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.connection import Connection
from pynamodb.constants import BINARY, NUMBER, STRING
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from corridor_kernel.times import from_text, to_text

_CONNECTION = Connection(connect_timeout_seconds=2, read_timeout_seconds=5, max_retry_attempts=3)
_PAUSES_S = (0.02, 0.1)


class TableModel(Model):
    """A model on the shared connection (pynamodb opens a client per class otherwise, #1245)."""

    @classmethod
    def _get_connection(cls) -> Any:
        table = super()._get_connection()
        if table.connection is not _CONNECTION:
            _CONNECTION.add_meta_table(table.get_meta_table())
            table.connection = _CONNECTION
        return table


class DecimalAttribute(Attribute[Decimal]):
    """An exact number; pynamodb's own goes through float."""

    attr_type = NUMBER

    def serialize(self, value: Decimal) -> str:
        return format(value, "f")

    def deserialize(self, value: str) -> Decimal:
        return Decimal(value)


class InstantAttribute(Attribute[datetime]):
    """An instant as RFC 3339 text in milliseconds, so that text order is time order."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return to_text(value)

    def deserialize(self, value: str) -> datetime:
        return from_text(value)


class PackedTextAttribute(Attribute[str]):
    """A text that may be longer than an item (400 KB) and repeats itself, as JSON does: packed."""

    attr_type = BINARY

    def serialize(self, value: str) -> bytes:
        return zlib.compress(value.encode())

    def deserialize(self, value: bytes) -> str:
        return zlib.decompress(value).decode()


class _Transaction(TransactWrite):
    """Waits for a transaction that writes the same item; no SDK does it (aws.md §2.3)."""

    def _commit(self) -> Any:
        for pause_s in _PAUSES_S:
            try:
                return super()._commit()
            except TransactWriteError as error:
                if _cancellation_codes(error) != {"TransactionConflict"}:
                    raise
            time.sleep(pause_s)
        return super()._commit()


def transaction() -> TransactWrite:
    """All writes or none: `with transaction() as t: t.save(…)` (at most 100 items)."""
    return _Transaction(connection=_CONNECTION)


def is_condition_failure(error: PynamoDBException) -> bool:
    """Whether a write was refused by its condition, alone or within a transaction."""
    return (
        error.cause_response_code == "ConditionalCheckFailedException"
        or "ConditionalCheckFailed" in _cancellation_codes(error)
    )


def is_lost_race(error: PynamoDBException) -> bool:
    """Whether another writer came first: a refused condition or a conflicting transaction."""
    return is_condition_failure(error) or "TransactionConflict" in _cancellation_codes(error)


def is_invalid(error: PynamoDBException) -> bool:
    """Whether DynamoDB will refuse the same write for ever (an item above 400 KB, an empty key)."""
    return (
        error.cause_response_code == "ValidationException"
        or "ValidationError" in _cancellation_codes(error)
    )


def _cancellation_codes(error: PynamoDBException) -> set[str]:
    reasons = getattr(error, "cancellation_reasons", None) or []
    return {reason.code for reason in reasons if reason}
