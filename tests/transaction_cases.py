"""Transactions as data: `tests/cases/transactions/<name>.json`.

A case holds `events` (TransactionEventRequest payloads), perhaps `reports` (answers to
GetTransactionStatus, each with the instant at which it came), and what session is `expected`.
"""

import json
from functools import reduce

from corridor_kernel.ocpp.schemas import find_violation
from sessions.domain.facts import facts
from sessions.domain.fold import empty, fold
from sessions.domain.progress import readiness, state
from sessions.domain.status_report import read_report
from sessions.domain.transaction_event import TransactionEvent
from tests.services import ROOT
from tests.transactions import STATION, event

CASES = sorted(path.stem for path in (ROOT / "tests/cases/transactions").glob("*.json"))


def case(name):
    return json.loads((ROOT / f"tests/cases/transactions/{name}.json").read_text())


def told(case):
    """The events and reports of a case, as the fold sees them."""
    for body in case["events"]:
        violation = find_violation("TransactionEventRequest", body, "ocpp2.0.1")
        yield event(body, breaks_schema=violation is not None)
    for number, report in enumerate(case.get("reports", [])):
        yield read_report(STATION, "tx-1", str(number), report["at"], report)


def session_of(meanings):
    return reduce(fold, meanings, empty(meanings[0]))


def seen(session, events):
    """What the case's `expected` may speak of."""
    closing = session.closing
    is_billable = closing is not None
    known = facts(session, events) if is_billable else None
    return {
        "state": state(session),
        "readiness": readiness(session),
        "started_at": session.started_at,
        "ended_at": closing[0] if closing else None,
        "stopped_reason": closing[1] if closing else None,
        "energy_wh": str(session.energy_wh),
        "evse_id": session.evse_id and session.evse_id[1],
        "id_token": session.id_token and session.id_token[1].id_token,
        "charging_state": session.charging_state and session.charging_state[1],
        "remote_start_id": session.remote_start_id and session.remote_start_id[1],
        "flags": known["flags"] if known else sorted(session.flags),
        "states": known["states"] if known else None,
    }


def only_events(meanings):
    return [meaning for meaning in meanings if isinstance(meaning, TransactionEvent)]
