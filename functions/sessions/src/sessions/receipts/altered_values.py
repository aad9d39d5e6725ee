"""Whether signed values are still as they came: object, hash and item must agree (R-EI-1)."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, Final

from botocore.exceptions import ClientError

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_aws.observability import count, logger
from sessions.signed.keep_signed_values import object_key
from sessions.tables import SignedValueItem

_THREADS: Final = 8
_IS_GONE: Final = {403, 404}
"""Whoever may not list a bucket is told 403 of an object that is not there."""


def altered_values(items: Iterable[SignedValueItem]) -> set[str]:
    """The hashes of those that are not as they were stored; each is told to the operator."""
    unique = {item.sha256: item for item in items}
    s3 = client("s3")
    bucket = settings.required("SIGNED_VALUES_BUCKET")
    with ThreadPoolExecutor(_THREADS) as threads:
        whole = threads.map(lambda item: _is_whole(s3, bucket, item), unique.values())
        altered = {
            item.sha256 for item, fine in zip(unique.values(), whole, strict=True) if not fine
        }
    if altered:
        keys = [object_key(unique[hashed]) for hashed in sorted(altered)]
        logger("sessions").error("signed values altered", extra={"objects": keys})
        count("sessions", {"SignedValueAltered": len(altered)})
    return altered


def _is_whole(s3: Any, bucket: str, item: SignedValueItem) -> bool:
    try:
        body = s3.get_object(Bucket=bucket, Key=object_key(item))["Body"].read()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in _IS_GONE:
            return False
        raise
    return sha256(body).hexdigest() == item.sha256 and body == item.data.encode()
