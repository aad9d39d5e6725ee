"""Clients of the emulated AWS, as the root of its account."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session

from local.cloud import CREDENTIALS, REGION

_CONFIG = Config(retries={"total_max_attempts": 1}, read_timeout=60)


@cache
def client(service: str, url: str) -> Any:
    """A botocore client of `service` at the emulator's `url`."""
    return _session().create_client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=_CONFIG,
    )


@cache
def _session() -> Session:
    return Session()
