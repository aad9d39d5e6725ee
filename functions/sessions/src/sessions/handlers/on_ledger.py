"""The gateway's ledger stream -> sessions."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from corridor_aws.streams import each_group
from sessions.read_ledger import read_ledger
from sessions.record_events import record_events


def handler(event: Mapping[str, Any], context: object) -> None:
    """Fold a batch, one transaction at a time; a record that is poison is parked."""
    each_group(event["Records"], read_ledger, attrgetter("session_id"), record_events)
