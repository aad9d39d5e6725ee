"""Eyes on what goes to DynamoDB."""

from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

import pytest


@pytest.fixture
def trips(aws: None) -> Iterator[SimpleNamespace]:
    """Counts what goes to DynamoDB: `trips.made` by operation, `trips.total()`."""
    from corridor_aws.tables import _CONNECTION

    made: Counter = Counter()

    def count(model, **_) -> None:
        made[model.name] += 1

    events = _CONNECTION.client.meta.events
    events.register("before-call.dynamodb", count)
    yield SimpleNamespace(made=made, total=made.total, clear=made.clear)
    events.unregister("before-call.dynamodb", count)
