"""Ask an OCSP responder, or remember what it said (C07.FR.05, M06)."""

import base64
from datetime import datetime

from cryptography.x509.ocsp import OCSPResponse

from corridor_kernel.times import from_text, to_text
from ocpp_gateway.certificates.outside import Unreachable, post
from ocpp_gateway.certificates.records import NETWORK, OCSP
from ocpp_gateway.domain.ocsp import Question, good_until, read_answer
from ocpp_gateway.records import find_record, put_record

_HEADERS = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}


def ask_responder(
    question: Question, timeout_s: float, now: datetime
) -> tuple[bytes, OCSPResponse]:
    """The answer as DER and as read: cached until its nextUpdate. Raises Unreachable."""
    try:
        known = _remembered(question, now)
        der = known or post(question.url, question.request(), _HEADERS, timeout_s)
        answer = read_answer(question, der, now)
    except (ValueError, KeyError) as error:
        raise Unreachable(str(error)) from error
    until = good_until(answer)
    if known is None and until is not None:
        content = {"ocspResult": base64.b64encode(der).decode(), "until": to_text(until)}
        put_record(NETWORK, OCSP, question.key, content, now)
    return der, answer


def _remembered(question: Question, now: datetime) -> bytes | None:
    known = find_record(NETWORK, OCSP, question.key)
    if known is None or from_text(known["until"]) <= now:
        return None
    return base64.b64decode(known["ocspResult"])
