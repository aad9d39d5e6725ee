"""The queue of certificate requests: each is signed and sent to its station."""

from datetime import UTC, datetime
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from ocpp_gateway.certificates.authority import authority
from ocpp_gateway.certificates.issue_certificate import issue_certificate
from ocpp_gateway.certificates.requests import to_request


def handler(event: dict[str, Any], context: Any) -> None:
    """One message a batch: what is no request is parked, trouble brings the message again."""
    each(event["Records"], _issue)


def _issue(record: Record) -> None:
    request = to_request(orjson.loads(record["body"]))
    issue_certificate(request, authority(), datetime.now(UTC))
