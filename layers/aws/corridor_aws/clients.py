"""Clients of other AWS services, made at first use: a cold start pays only for what it calls."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import get_session


@cache
def client(service: str, endpoint_url: str | None = None, attempts: int = 3) -> Any:
    """A botocore client with short timeouts; `endpoint_url` for services that have one of ours.

    `attempts=1` for what must not be done twice.
    """
    config = Config(
        connect_timeout=2,
        read_timeout=8,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return _session().create_client(service, config=config, endpoint_url=endpoint_url)


@cache
def _session() -> Any:
    return get_session()
