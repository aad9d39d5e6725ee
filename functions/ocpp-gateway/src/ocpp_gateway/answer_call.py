"""Answer a station's CALL: admit, check, let its use case answer, check again."""

from dataclasses import asdict
from datetime import datetime

from corridor_aws.observability import logger
from corridor_aws.streams import is_trouble, park
from corridor_kernel.ocpp.frames import Call, CallError, CallResult, Payload
from corridor_kernel.ocpp.schemas import find_violation, is_only_too_long
from ocpp_gateway import connections
from ocpp_gateway.admit_call import is_admitted
from ocpp_gateway.domain.connection import Connection, Request, Unusable
from ocpp_gateway.routes import ROUTES, Answer, Route

_UNKNOWN = Route("", "")

Reply = CallResult | CallError


def answer_call(connection: Connection, call: Call, now: datetime) -> Reply | None:
    """The frame to send back; None if the socket was closed so that the station keeps the CALL.

    Nothing raises. A fault of ours is an InternalError, except where the station would count it
    against a message that it then discards (R-OUT-1).
    """
    route = ROUTES.get(connection.protocol, {}).get(call.action, _UNKNOWN)
    try:
        return _answer(connection, call, route, now)
    except Unusable as error:
        return CallError(call.message_id, error.code, error.description)
    except Exception as error:
        _log(connection, call, error)
        if route.must_not_be_lost:
            return _rescued(connection, call, route, error)
    return CallError(call.message_id, "InternalError", "The message could not be handled.")


def _answer(connection: Connection, call: Call, route: Route, now: datetime) -> Reply:
    if not is_admitted(connection, call.action):
        return CallError(call.message_id, "SecurityError", "The station is not accepted.")
    if route.answer is None:
        return CallError(call.message_id, "NotImplemented", "The action is not known here.")
    violation = find_violation(route.request, call.payload, connection.protocol)
    if violation and not _is_tolerated(call, route, connection.protocol):
        return CallError(call.message_id, violation.code, violation.description)
    broken = f"{violation.code}: {violation.description}" if violation else None
    if broken:
        extra = {"station_id": connection.station_id, "action": call.action, "violation": broken}
        logger("ocpp-gateway").warning("message breaks its schema", extra=extra)
    request = Request(connection, call.message_id, call.action, call.payload, now, broken)
    return CallResult(call.message_id, _checked(route.answer, route, request))


def _is_tolerated(call: Call, route: Route, protocol: str) -> bool:
    if route.must_not_be_lost:
        return True
    return route.may_be_longer and is_only_too_long(route.request, call.payload, protocol)


def _checked(answer: Answer, route: Route, request: Request) -> Payload:
    """What the use case answers; an answer that breaks the schema is a fault of ours."""
    payload = answer(request)
    violation = find_violation(route.response, payload, request.connection.protocol)
    if violation:
        raise RuntimeError(violation.description)
    return payload


def _rescued(connection: Connection, call: Call, route: Route, error: Exception) -> Reply | None:
    """What we cannot understand waits for a person, and the station need not send it again.

    What we cannot even keep stays with the station: a closed socket makes it queue.
    """
    refusal = find_violation(route.response, {}, connection.protocol)
    if is_trouble(error) or refusal or not _set_aside(connection, call, error):
        _close(connection)
        return None
    return CallResult(call.message_id, {})


def _set_aside(connection: Connection, call: Call, error: Exception) -> bool:
    try:
        park({"connection": asdict(connection), "call": asdict(call)}, error)
    except Exception as trouble:
        _log(connection, call, trouble)
        return False
    return True


def _close(connection: Connection) -> None:
    """At best: a station whose socket stays open tries the CALL again by itself."""
    try:
        connections.close(connection.connection_id)
    except Exception as error:
        logger("ocpp-gateway").warning("socket not closed", exc_info=error)


def _log(connection: Connection, call: Call, error: Exception) -> None:
    """Never the payload: it may hold a PIN code (R-AUTH-4)."""
    extra = {"station_id": connection.station_id, "action": call.action}
    logger("ocpp-gateway").error("call failed", extra=extra, exc_info=error)
