"""The local cloud with every service deployed; one that runs already is used and left running."""

from collections.abc import Iterator

import pytest

from local import lifecycle
from local.cloud import Cloud


@pytest.fixture(scope="session")
def endpoints() -> Iterator[dict[str, str]]:
    """Where clients find the cloud."""
    cloud = Cloud()
    ran = any(lifecycle.status(cloud).values())
    yield lifecycle.up(cloud)
    if not ran:
        lifecycle.down(cloud)
