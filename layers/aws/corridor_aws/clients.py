"""Clients of other AWS services, made at first use: a cold start pays only for what it calls."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import get_session

_CONFIG = Config(
    connect_timeout=2, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3}
)


@cache
def client(service: str, endpoint_url: str | None = None) -> Any:
    """A botocore client with short timeouts; `endpoint_url` for services that have one of ours."""
    return _session().create_client(service, config=_CONFIG, endpoint_url=endpoint_url)


@cache
def _session() -> Any:
    return get_session()
