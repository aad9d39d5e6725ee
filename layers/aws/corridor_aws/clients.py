"""Clients of other AWS services, made at first use: a cold start pays only for what it calls."""

from functools import cache
from threading import Lock
from typing import Any

from botocore.config import Config
from botocore.session import get_session

# Clients may be shared by threads, the session that makes them may not.
_CREATING = Lock()


@cache
def client(
    service: str,
    endpoint_url: str | None = None,
    attempts: int = 3,
    read_timeout_s: float = 8,
) -> Any:
    """A botocore client with short timeouts; `endpoint_url` for services that have one of ours.

    `attempts=1` for what must not be done twice; `read_timeout_s` for who cannot wait.
    """
    config = Config(
        connect_timeout=min(2, read_timeout_s),
        read_timeout=read_timeout_s,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    with _CREATING:
        return _session().create_client(service, config=config, endpoint_url=endpoint_url)


@cache
def _session() -> Any:
    return get_session()
