"""The gateway's ledger stream -> sessions."""

from collections.abc import Mapping
from typing import Any

from corridor_aws.streams import decoded
from sessions.read_ledger import read_ledger
from sessions.record_batch import record_batch


def handler(event: Mapping[str, Any], context: object) -> None:
    """Fold a batch; a record that is poison is parked, trouble of AWS raises."""
    record_batch(decoded(event["Records"], read_ledger))
