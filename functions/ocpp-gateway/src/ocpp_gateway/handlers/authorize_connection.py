"""The REQUEST authorizer of `$connect`."""

import hmac
import os
from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.authorize_connection import Admission, Unauthorized, authorize_connection
from ocpp_gateway.domain.handshake import Handshake
from ocpp_gateway.domain.headers import header


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """An Allow with the socket's context; an exception `Unauthorized` makes API Gateway say 401.

    A stranger is allowed too, as `known: false`: `$connect` refuses it with 404 (R-RPC-2), so no
    socket comes of it, and the context is ours, never the client's.
    """
    if not _is_from_our_edge(event):
        raise Exception("Unauthorized")
    try:
        admission = authorize_connection(_handshake(event), datetime.now(UTC))
    except Unauthorized:
        raise Exception("Unauthorized") from None
    return _allow(admission, event["methodArn"])


def _handshake(event: dict[str, Any]) -> Handshake:
    return Handshake(
        path_rest=header(event, "x-corridor-identity"),
        authorization=header(event, "Authorization"),
        offered=header(event, "Sec-WebSocket-Protocol"),
        forwarded_proto=header(event, "X-Forwarded-Proto"),
        certificate=_certificate(event),
    )


def _certificate(event: dict[str, Any]) -> str:
    """The client's certificate; where the edge does not say whether there is one, anybody could."""
    says = os.environ.get("VIEWER_CERTIFICATES") == "verified"
    if not says or header(event, "CloudFront-Viewer-Cert-Present") != "1":
        return ""
    return header(event, "CloudFront-Viewer-Cert-Pem")


def _is_from_our_edge(event: dict[str, Any]) -> bool:
    """Whoever knows the API's own host could name any identity (aws.md §1.2)."""
    secret = os.environ.get("ORIGIN_SECRET", "")
    given = header(event, "x-corridor-origin")
    return not secret or hmac.compare_digest(given.encode(), secret.encode())


def _allow(admission: Admission, arn: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn}
    return {
        "principalId": admission.station_id,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": admission.context(),
    }
