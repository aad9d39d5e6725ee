"""The bucket of logs and firmware images as a port: links that open one object for a while.

What stations get is signed by a user of its own: the links of a role carry its session token,
which makes them longer than the 512 characters that OCPP has room for, and end with its session.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final, Literal

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session

from corridor_aws import settings
from corridor_aws.clients import client
from ocpp_gateway.domain.file_names import MAX_LOCATION

FOR_STATIONS: Final = timedelta(days=7)  # the most that S3 allows
FOR_OPERATORS: Final = timedelta(minutes=15)

Operation = Literal["get_object", "put_object"]


@dataclass(frozen=True, slots=True)
class Found:
    """An object that is there."""

    size_bytes: int
    download_url: str


def link_for_station(operation: Operation, key: str) -> str:
    """A URL for GET or PUT that a station can take; ValueError if it would be too long."""
    url = _link(_signer(for_stations=True), operation, key, FOR_STATIONS)
    if len(url) > MAX_LOCATION:
        raise ValueError(f"the link of {key} has over {MAX_LOCATION} characters")
    return url


def link_for_operator(operation: Operation, key: str) -> str:
    """A URL for GET or PUT, for a quarter of an hour."""
    return _link(_signer(for_stations=False), operation, key, FOR_OPERATORS)


def find(key: str) -> Found | None:
    """The object with a link to it, or None if it is not there (yet)."""
    try:
        head = client("s3").head_object(Bucket=_bucket(), Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchKey"):
            raise
        return None
    return Found(head["ContentLength"], link_for_operator("get_object", key))


def chunks(key: str) -> Iterator[bytes] | None:
    """The bytes of an object, a megabyte at a time; None if it is not there."""
    try:
        body = client("s3").get_object(Bucket=_bucket(), Key=key)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchKey"):
            raise
        return None
    parts: Iterator[bytes] = body.iter_chunks(1 << 20)
    return parts


def _link(signer: Any, operation: str, key: str, expires_in: timedelta) -> str:
    url: str = signer.generate_presigned_url(
        operation,
        Params={"Bucket": _bucket(), "Key": key},
        ExpiresIn=int(expires_in.total_seconds()),
    )
    return url


def _bucket() -> str:
    return settings.required("FILES_BUCKET")


@cache
def _signer(*, for_stations: bool) -> Any:
    """The signing user's client for stations, if there is that user; else the function's own.

    On AWS links name the bucket's region: the host without one sends a young bucket's visitors on
    to where the signature does not hold, and knows nothing of regions that had to be opted in.
    """
    user = os.environ.get("FILES_SIGNING_KEY_ID")
    style: Literal["virtual", "auto"] = "virtual" if user else "auto"
    key_id = user if for_stations else None
    return get_session().create_client(
        "s3",
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
        aws_access_key_id=key_id or None,
        aws_secret_access_key=os.environ.get("FILES_SIGNING_SECRET") if key_id else None,
    )
