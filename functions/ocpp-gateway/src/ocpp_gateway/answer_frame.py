"""What a station's text message deserves: an answer, or to be passed on as an answer to us."""

from dataclasses import replace
from datetime import datetime

from corridor_aws.observability import logger
from corridor_kernel.ocpp.error_codes import spoken
from corridor_kernel.ocpp.frames import Call, CallError, CallResult, Frame, FrameError, dump, parse
from ocpp_gateway.answer_call import answer_call
from ocpp_gateway.domain.connection import Connection


def answer_frame(connection: Connection, text: str, now: datetime) -> str | None:
    """The text to send back, None for silence; never raises (R-RPC-4, 6).

    Answers to our own CALLs are taken here too, so they never wait behind one.
    """
    try:
        frame: Frame = parse(text)
    except FrameError as error:
        return _text(error.answer, connection) if error.answer else None
    if isinstance(frame, Call):
        reply = answer_call(connection, frame, now)
        return _text(reply, connection) if reply else None
    _pass_on(connection, frame, now)
    return None


def _text(reply: CallResult | CallError, connection: Connection) -> str:
    if isinstance(reply, CallError):
        reply = replace(reply, code=spoken(reply.code, connection.protocol))
    return dump(reply)


def _pass_on(connection: Connection, frame: CallResult | CallError, now: datetime) -> None:
    """A fault here costs no answer: the call's deadline ends it."""
    # All that sends CALLs, for the frames that end one: nobody waits for what they are answered.
    from ocpp_gateway.receive_answer import receive_answer

    try:
        receive_answer(connection.station_id, frame, now)
    except Exception as error:
        extra = {"station_id": connection.station_id}
        logger("ocpp-gateway").error("answer not taken", extra=extra, exc_info=error)
