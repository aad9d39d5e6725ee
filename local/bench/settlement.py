"""What it takes to bill a session: the AWS calls of each step, one after another, and its CPU.

Runs as a process of its own (`python -m local.bench.settlement`), in which tables, bucket and
queues are moto's: the handlers are those of the Lambdas, and no cloud is needed to count.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from botocore.client import BaseClient
from moto import mock_aws

from corridor_kernel.identifiers import session_id
from local.bench.figures import table
from local.bench.settlement_scene import (
    STATION,
    TRANSACTION,
    Json,
    environment,
    furnish,
    handle,
    ledger_image,
    told_by,
)
from local.station.meter_signing import SigningMeter

_calls: list[str] = []


def main() -> None:
    """Print a table of the steps, from the first event to the settled session."""
    os.environ.update(environment())
    with mock_aws():
        _count_calls()
        steps = _steps(furnish())
        rows = [(label, len(calls), " ".join(calls), cpu_ms) for label, calls, cpu_ms in steps]
    head = ("step", "calls", "AWS calls, one after another", "CPU ms")
    print(table("From the plug to the bill: one German session", head, rows), flush=True)


def _count_calls() -> None:
    """Note every AWS call that a client of botocore makes from now on."""
    client_type: Any = BaseClient
    make = client_type._make_api_call

    def counted(self: BaseClient, name: str, arguments: Json) -> Any:
        _calls.append(name)
        return make(self, name, arguments)

    client_type._make_api_call = counted


def _steps(meter: SigningMeter) -> Iterator[tuple[str, list[str], float]]:
    """Label, calls and CPU of each Lambda on the way."""
    begin, *updates, end = told_by(meter)
    yield _measured("on_ledger: Started", lambda: _deliver(begin))
    yield _measured("on_ledger: one Updated", lambda: _deliver(updates[0]))
    yield _measured(f"on_ledger: {len(updates) - 1} Updated", lambda: _deliver(*updates[1:]))
    yield _measured("on_ledger: Ended", lambda: _deliver(end))
    yield _measured("verify: 2 signed values", _verify)
    session = {"session_id": session_id(STATION, TRANSACTION)}
    facts: Json = {}
    rated: Json = {}
    yield _measured(
        "collect facts", lambda: facts.update(handle("sessions.handlers.collect_facts", session))
    )
    yield _measured("rate", lambda: rated.update(handle("pricing.handlers.rate_session", facts)))
    settled = session | rated | {"flags": facts["session"]["flags"]}
    yield _measured("settle", lambda: handle("sessions.handlers.settle_session", settled))


def _measured(label: str, step: Callable[[], Any]) -> tuple[str, list[str], float]:
    _calls.clear()
    before = time.process_time()
    step()
    return label, list(_calls), 1000 * (time.process_time() - before)


def _deliver(*events: Json) -> None:
    images = [ledger_image(event) for event in events]
    records = [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]
    handle("sessions.handlers.on_ledger", {"Records": records})


def _verify() -> None:
    from sessions.tables import SignedValueItem

    items = SignedValueItem.query(session_id(STATION, TRANSACTION))
    images = [item.serialize() for item in items]
    _calls.clear()
    records = [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]
    handle("sessions.handlers.verify_signed_values", {"Records": records})


if __name__ == "__main__":
    main()
