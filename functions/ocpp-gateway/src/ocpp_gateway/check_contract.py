"""Is a vehicle's contract certificate good? (C07.FR.05, 13-17)"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from datetime import datetime
from functools import partial
from typing import Any, Final

from cryptography import x509

from corridor_kernel.ocpp.certificates import RootUse
from ocpp_gateway.certificates.ask_responder import ask_responder
from ocpp_gateway.certificates.outside import Unreachable
from ocpp_gateway.certificates.roots import trusted
from ocpp_gateway.domain.contract_chains import BrokenChain, Expired, verify_chain
from ocpp_gateway.domain.contracts import CertificateStatus
from ocpp_gateway.domain.ocsp import Question, Status, question_of, status_of
from ocpp_gateway.domain.x509 import load_chain

# The vehicle waits 4.5 s for its PaymentDetails (ERR 2.2).
BUDGET_S: Final = 2.5
_TIMEOUT_S = 2.0


def check_contract(payload: Mapping[str, Any], now: datetime) -> CertificateStatus:
    """Of an Authorize with `certificate`, with `iso15118CertificateHashData`, or with both.

    What cannot be verified in time is a CertChainError: nobody charges on a certificate that
    may be revoked.
    """
    pems = trusted(RootUse.MO, RootUse.V2G)
    roots = [root for pem in pems for root in load_chain(pem)]
    try:
        questions = list(_questions(payload, roots, now))
        statuses = _ask_all(questions, roots, now)
    except Expired:
        return CertificateStatus.EXPIRED
    except (BrokenChain, Unreachable, ValueError, TimeoutError):
        return CertificateStatus.CHAIN_ERROR
    if Status.REVOKED in statuses:
        return CertificateStatus.REVOKED
    good = all(status is Status.GOOD for status in statuses)
    return CertificateStatus.ACCEPTED if good else CertificateStatus.CHAIN_ERROR


def _questions(
    payload: Mapping[str, Any], roots: Sequence[x509.Certificate], now: datetime
) -> Iterable[Question]:
    if "certificate" in payload:
        for certificate, issuer in verify_chain(load_chain(payload["certificate"]), roots, now):
            question = question_of(certificate, issuer)
            if question:
                yield question
    for data in payload.get("iso15118CertificateHashData", ()):
        yield Question(data, data["responderURL"])


def _ask_all(
    questions: Sequence[Question], roots: Sequence[x509.Certificate], now: datetime
) -> list[Status]:
    """All at once, within the budget; an answer that comes late serves the next time."""
    pool = ThreadPoolExecutor(max_workers=max(1, len(questions)))
    try:
        return list(pool.map(partial(_ask, roots, now), questions, timeout=BUDGET_S))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ask(roots: Sequence[x509.Certificate], now: datetime, question: Question) -> Status:
    _, answer = ask_responder(question, _TIMEOUT_S, now)
    return status_of(question, answer, roots)
