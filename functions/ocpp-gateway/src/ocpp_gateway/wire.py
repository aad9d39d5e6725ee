"""Our CALLs as they stand on the wire: in the version that the station speaks (ADR 0013)."""

from typing import Final

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.error_codes import understood
from corridor_kernel.ocpp.frames import MAX_DESCRIPTION_LENGTH, CallError, CallResult, Payload
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.domain import variables
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.domain.ocpp16 import outbound
from ocpp_gateway.domain.ocpp16.configuration import without_secrets
from ocpp_gateway.domain.ocpp16.saying import Asked, CannotSay, Known
from ocpp_gateway.tables import CallTable

_LONGEST_CODE: Final = 50
_UNSPEAKABLE: Final = "The station changed its version since: these are no words of that one."


def words_in(protocol: str, action: str, payload: Payload) -> str:
    """The version whose words a CALL is in: not always the one that the station speaks."""
    return outbound.words_in(action, payload) if protocol == Protocol.OCPP_1_6 else protocol


def words_of(call: CallTable) -> str:
    """The same of a CALL that is recorded."""
    return words_in(call.protocol or "", call.action or "", call.payload)


def is_translated(call: CallTable) -> bool:
    """Whether the station is asked in other words than we are."""
    return call.protocol == Protocol.OCPP_1_6 and words_of(call) == Protocol.OCPP_2_0_1


def said(call: CallTable, payload: Payload) -> Asked | Known:
    """What goes out for the CALL with this payload, or the answer that needs no asking."""
    if call.protocol != Protocol.OCPP_1_6:
        return Asked(str(call.action), payload)
    return outbound.say(str(call.action), payload)


def ending_unasked(call: CallTable, spoken: str | None) -> Ending | None:
    """How a CALL ends that no frame goes out for; None if one does.

    `spoken` is what the station's socket speaks: not what the CALL was checked for, if new
    firmware came with another version while it waited.
    """
    if spoken not in (None, call.protocol):
        return Ending(Outcome.INVALID, _UNSPEAKABLE)
    try:
        known = said(call, call.payload)
    except CannotSay:
        return Ending(Outcome.INVALID, _UNSPEAKABLE)
    return Ending(Outcome.RESULT, response=known.response) if isinstance(known, Known) else None


def ending(call: CallTable, frame: CallResult | CallError) -> Ending:
    """A result that breaks its schema is a result all the same, with the breach noted."""
    if isinstance(frame, CallError):
        return _refusal(frame)
    if call.protocol == Protocol.OCPP_1_6:
        return _ending_16(call, frame.payload)
    violation = find_violation(f"{call.action}Response", frame.payload, call.protocol)
    return Ending(
        Outcome.RESULT,
        response=variables.without_secrets(frame.payload),
        violation=violation.description if violation else None,
    )


def _refusal(error: CallError) -> Ending:
    """What a station says beyond the standard's lengths would fit into no workflow's error."""
    code = understood(error.code[:_LONGEST_CODE])
    return Ending(Outcome.ERROR, error.description[:MAX_DESCRIPTION_LENGTH], error_code=code)


def _ending_16(call: CallTable, told: Payload) -> Ending:
    told = without_secrets(told)
    response, violation = outbound.understand(str(call.action), call.payload, told)
    native = told if is_translated(call) else None
    return Ending(Outcome.RESULT, response=response, violation=violation, native_response=native)
