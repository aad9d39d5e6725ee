"""Put what happened on the bus, and count what a person has to look at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from corridor_aws.observability import count
from corridor_aws.outbox import relay

WATCHED: Final = (
    "EnergyMissing",
    "SessionChangedAfterSettlement",
    "MeterKeyFound",
    "SignedValuesMissing",
)
"""Events with an alarm of their own: money was billed wrongly, or cannot be billed."""


def relay_events(records: Sequence[Mapping[str, Any]]) -> None:
    """Raises NotRelayed; a batch that comes again is counted again, which alarms no more."""
    relay(records)
    names = Counter(record["dynamodb"]["NewImage"]["name"]["S"] for record in records)
    count("sessions", {name: names[name] for name in WATCHED if names[name]})
