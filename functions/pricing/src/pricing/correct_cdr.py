"""Take a CDR back and issue another one: the only way in which a bill changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from pynamodb.exceptions import TransactWriteError

from corridor_aws.tables import is_lost_race
from corridor_kernel.problems import Problem, invalid
from pricing.domain.basis import Basis, unpacked
from pricing.domain.cdr import Cdr, cdr_id
from pricing.domain.correction import Correction, corrected, faults
from pricing.domain.credit import credit_id
from pricing.domain.invoice_gate import NoValidSignedValues
from pricing.domain.outcome import outcome_of
from pricing.find_version_of import find_version_of
from pricing.get_cdr import find_cdr
from pricing.store_correction import Fresh, store_correction
from pricing.tables import CdrTable


def correct_cdr(id: str, correction: Correction, now: datetime) -> dict[str, Any]:
    """`credit` and `cdr`, the summaries of what is issued; `cdr` is None where it is waived.

    Asked again with the same words it answers the same. Problem 404; 409 for a credit CDR, and for
    one that is corrected otherwise already; 422 with every fault.
    """
    item = find_cdr(id)
    if item.correction:
        raise Problem(409, "Conflict", "A credit CDR is not corrected: correct what replaced it.")
    before = _credit_of(id)
    if before is None:
        before = _issue(item, correction, now)
    return _told(before, correction)


def _issue(item: CdrTable, correction: Correction, now: datetime) -> CdrTable:
    """The credit CDR as stored, also where another correction came first."""
    basis = unpacked(item.basis)
    wrong = list(faults(correction, basis))
    if wrong:
        raise invalid(wrong)
    fresh = None if correction.is_waived else _fresh(item, basis, correction, now)
    try:
        return store_correction(item, correction, fresh, now)
    except TransactWriteError as error:
        first = _credit_of(item.cdr_id) if is_lost_race(error) else None
        if first is None:
            raise
        return first


def _fresh(item: CdrTable, basis: Basis, correction: Correction, now: datetime) -> Fresh:
    basis = replace(basis, facts=corrected(basis.facts, correction))
    if correction.tariff_id:
        version = find_version_of(correction.tariff_id, basis)
        basis = replace(basis, tariff=version.document, price_book=version.price_book)
    try:
        outcome = outcome_of(basis)
    except NoValidSignedValues as error:
        raise Problem(409, "Conflict", f"No valid signed values: {error}.") from None
    number = int(item.number) + 1
    id = cdr_id(item.session_id, number)
    return Cdr(id, outcome.facts, basis.site, basis.tariff, outcome.rating, now, number), basis


def _credit_of(id: str) -> CdrTable | None:
    try:
        return CdrTable.get(credit_id(id), consistent_read=True)
    except CdrTable.DoesNotExist:
        return None


def _told(credit: CdrTable, correction: Correction) -> dict[str, Any]:
    stored: Mapping[str, Any] = orjson.loads(credit.correction)
    words = {"reason": correction.reason, "by": correction.by}
    if stored["said"] != {**words, "corrections": dict(correction.corrections)}:
        raise Problem(409, "Conflict", f"The CDR is credited already, by {credit.cdr_id}.")
    return {"credit": orjson.loads(credit.summary), "cdr": stored["replacement"]}
