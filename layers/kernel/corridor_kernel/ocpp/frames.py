"""OCPP-J frames: text to value and back (R-RPC-4, 5, 8, 9)."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

CALL: Final = 2
CALL_RESULT: Final = 3
CALL_ERROR: Final = 4

UNREADABLE_ID: Final = "-1"
MAX_ID_LENGTH: Final = 36
MAX_DESCRIPTION_LENGTH: Final = 255
SPARE_LEVELS: Final = 50

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    message_id: str
    action: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class CallResult:
    message_id: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class CallError:
    message_id: str
    code: str
    description: str = ""
    details: Payload = field(default_factory=dict)


Frame = Call | CallResult | CallError


class FrameError(Exception):
    """Text that is no frame; `answer` is the CALLERROR it deserves, or None for silence."""

    def __init__(self, answer: CallError | None) -> None:
        super().__init__(answer.description if answer else "not answered")
        self.answer = answer


def parse(text: str | bytes) -> Frame:
    """The frame in a text message; FrameError with the answer that R-RPC-4 asks for.

    An answer gets none, however broken: there is no CALLERROR to a CALLRESULT.
    """
    parts = _json(text)
    try:
        return _frame(parts)
    except FrameError:
        if _is_answer(parts):
            raise FrameError(None) from None
        raise


def dump(frame: Frame) -> str:
    """The text of a frame, ready for the socket."""
    match frame:
        case Call(message_id, action, payload):
            parts: list[Any] = [CALL, message_id, action, payload]
        case CallResult(message_id, payload):
            parts = [CALL_RESULT, message_id, payload]
        case CallError(message_id, code, description, details):
            parts = [CALL_ERROR, message_id, code, description[:MAX_DESCRIPTION_LENGTH], details]
    return orjson.dumps(parts).decode()


def _frame(parts: Any) -> Frame:
    if not isinstance(parts, list) or len(parts) < 3:
        raise _refused(UNREADABLE_ID, "RpcFrameworkError", "The frame is not an OCPP array.")
    message_type, message_id = parts[0], parts[1]
    if not isinstance(message_id, str) or not 0 < len(message_id) <= MAX_ID_LENGTH:
        raise _refused(UNREADABLE_ID, "RpcFrameworkError", "The message id is unreadable.")
    if type(message_type) is int:
        if _is_too_deep(parts):
            raise _refused(message_id, "FormatViolation", "The payload is nested too deeply.")
        if message_type == CALL:
            return _call(message_id, parts)
        if message_type == CALL_RESULT:
            return _call_result(message_id, parts)
        if message_type == CALL_ERROR:
            return _call_error(message_id, parts)
    raise _refused(message_id, "MessageTypeNotSupported", "Unknown message type number.")


def _json(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return _mended(text)
    except (ValueError, RecursionError):
        raise _refused(UNREADABLE_ID, "RpcFrameworkError", "The frame is not JSON.") from None


def _mended(text: str | bytes) -> Any:
    """NaN as null and half a surrogate pair as `?`: stations send both, and their bills hang on it.

    ValueError or RecursionError if there is more amiss.
    """
    value = json.loads(text, parse_constant=lambda _: None)
    return orjson.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _is_answer(parts: Any) -> bool:
    if not isinstance(parts, list) or not parts:
        return False
    return type(parts[0]) is int and parts[0] in (CALL_RESULT, CALL_ERROR)


def _is_too_deep(parts: list[Any]) -> bool:
    """Whether the JSON libraries will refuse it (at 255 levels) where it is checked or kept."""
    envelope: Any = parts
    for _ in range(SPARE_LEVELS):
        envelope = [envelope]
    try:
        orjson.dumps(envelope)
    except TypeError:
        return True
    return False


def _call(message_id: str, parts: list[Any]) -> Call:
    if len(parts) != 4 or not isinstance(parts[2], str) or not isinstance(parts[3], dict):
        raise _refused(message_id, "RpcFrameworkError", "A CALL is [2, id, action, payload].")
    return Call(message_id, parts[2], parts[3])


def _call_result(message_id: str, parts: list[Any]) -> CallResult:
    if len(parts) != 3 or not isinstance(parts[2], dict):
        raise FrameError(None)
    return CallResult(message_id, parts[2])


def _call_error(message_id: str, parts: list[Any]) -> CallError:
    if len(parts) < 4 or not isinstance(parts[2], str):
        raise FrameError(None)
    description = parts[3] if isinstance(parts[3], str) else ""
    details = parts[4] if len(parts) > 4 and isinstance(parts[4], dict) else {}
    return CallError(message_id, parts[2], description, details)


def _refused(message_id: str, code: str, description: str) -> FrameError:
    return FrameError(CallError(message_id, code, description))
