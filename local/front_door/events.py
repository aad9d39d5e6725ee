"""The events of a WebSocket API's Lambda functions, as API Gateway makes them."""

import base64
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from local.cloud import ACCOUNT, REGION
from local.front_door.api import Api
from local.front_door.http import Headers, Request


def new_id() -> str:
    """An id as API Gateway makes them: base64, so with `=`, `-` and `_` in it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(11)).decode()


@dataclass(slots=True)
class Connection:
    """What API Gateway remembers of a connection."""

    source_ip: str
    user_agent: str
    domain: str
    id: str = field(default_factory=new_id)
    connected_at: int = field(default_factory=lambda: int(time.time() * 1000))
    authorizer: dict[str, Any] = field(default_factory=dict)


def method_arn(api: Api) -> str:
    """What an authorizer is asked to allow."""
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api.id}/{api.stage}/$connect"


def authorization(api: Api, made: Connection, request: Request, headers: Headers) -> dict[str, Any]:
    """The event of a REQUEST authorizer."""
    return {"type": "REQUEST", "methodArn": method_arn(api), **connect(api, made, request, headers)}


def connect(api: Api, made: Connection, request: Request, headers: Headers) -> dict[str, Any]:
    """The event of `$connect`."""
    event = {
        "headers": dict(headers),
        "multiValueHeaders": _many(headers),
        "requestContext": _context(api, made, "$connect", "CONNECT"),
        "isBase64Encoded": False,
    }
    if query := parse_qsl(request.target.partition("?")[2], keep_blank_values=True):
        event["queryStringParameters"] = dict(query)
        event["multiValueQueryStringParameters"] = _many(query)
    return event


def message(api: Api, made: Connection, text: str) -> dict[str, Any]:
    """The event of `$default`."""
    context = _context(api, made, "$default", "MESSAGE")
    context["messageId"] = new_id()
    return {"requestContext": context, "body": text, "isBase64Encoded": False}


def disconnect(api: Api, made: Connection, code: int) -> dict[str, Any]:
    """The event of `$disconnect`."""
    context = _context(api, made, "$disconnect", "DISCONNECT")
    context.update(disconnectStatusCode=code, disconnectReason="")
    headers = [("Host", made.domain), ("x-api-key", ""), ("X-Forwarded-For", ""), ("x-restapi", "")]
    return {
        "headers": dict(headers),
        "multiValueHeaders": _many(headers),
        "requestContext": context,
        "isBase64Encoded": False,
    }


def _many(pairs: Headers) -> dict[str, list[str]]:
    many: dict[str, list[str]] = {}
    for name, value in pairs:
        many.setdefault(name, []).append(value)
    return many


def _context(api: Api, made: Connection, route: str, event_type: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    request_id = new_id()
    context: dict[str, Any] = {
        "routeKey": route,
        "eventType": event_type,
        "messageDirection": "IN",
        "apiId": api.id,
        "stage": api.stage,
        "domainName": made.domain,
        "connectionId": made.id,
        "connectedAt": made.connected_at,
        "requestId": request_id,
        "extendedRequestId": request_id,
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(now.timestamp() * 1000),
        "identity": {"sourceIp": made.source_ip, "userAgent": made.user_agent},
    }
    if made.authorizer:
        context["authorizer"] = made.authorizer
    return context
