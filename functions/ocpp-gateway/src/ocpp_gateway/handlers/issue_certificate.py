"""The queue of certificate requests: each is signed and sent to its station."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from ocpp_gateway.certificates.authority import authority
from ocpp_gateway.certificates.issue_certificate import issue_certificate
from ocpp_gateway.certificates.requests import to_request


def handler(event: dict[str, Any], context: Any) -> None:
    """One message a batch: what is no request is parked, trouble brings the message again."""
    each_message(event["Records"], _issue)


def _issue(message: Any) -> None:
    issue_certificate(to_request(message), authority(), datetime.now(UTC))
