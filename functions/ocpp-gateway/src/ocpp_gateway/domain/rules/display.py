"""Block O: messages on a station's display."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.times import readable
from ocpp_gateway.domain.rules.rule import Json, Known, Rule, report_key, used_request_id

_PRIORITIES: Final = "DisplayMessageCtrlr/SupportedPriorities"
_FORMATS: Final = "DisplayMessageCtrlr/SupportedFormats"
_STATES: Final = "DisplayMessageCtrlr/SupportedStates"
_MESSAGES: Final = "DisplayMessageCtrlr/DisplayMessages"
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _set_message(payload: Payload, known: Known) -> Iterator[str]:
    message = payload["message"]
    yield from _unsupported(known, _PRIORITIES, message["priority"], "O01.FR.03")
    yield from _unsupported(known, _STATES, message.get("state"), "O01.FR.04")
    yield from _unsupported(known, _FORMATS, message["message"]["format"], "O01.FR.05")
    language = message["message"].get("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        yield "language is a tag of RFC 5646, such as en-US (O01.FR.17)."
    yield from _too_late(message, known)
    most = known.max_limit(_MESSAGES)
    held = {*known.of_kind("display-message"), str(message["id"])}
    if most is not None and len(held) > most:
        yield f"The station holds at most {most:g} messages ({_MESSAGES}, O02.FR.11)."


def _unsupported(known: Known, variable: str, value: str | None, rule: str) -> Iterator[str]:
    supported = known.members(variable)
    if value is None or supported is None:
        return
    # The device model writes UTF-8 where the message writes UTF8.
    if value not in {one.replace("-", "") for one in supported}:
        yield f"The station shows no {value} ({variable}, {rule})."


def _too_late(message: Json, known: Known) -> Iterator[str]:
    start, end = readable(message.get("startDateTime")), readable(message.get("endDateTime"))
    if end is not None and end <= (start or known.now):
        yield "endDateTime is before the message would be shown (O01)."


RULES: Mapping[str, Rule] = {
    "SetDisplayMessage": Rule(
        _set_message, (_PRIORITIES, _FORMATS, _STATES, _MESSAGES), lists=("display-message",)
    ),
    "GetDisplayMessages": Rule(used_request_id, reads=report_key),
}
