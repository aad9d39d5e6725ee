"""Signed values of one EVSE on their way: told in the ledger, verified, and what became of them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from corridor_kernel.identifiers import session_id
from local.station.meter_keys import new_key
from local.station.meter_signing import SignedReading, SigningMeter
from sessions.handlers import on_ledger
from sessions.signed.verify_signed_value import verify_signed_value
from sessions.tables import SignedValueItem
from tests.transactions import START, STATION, TRANSACTION, at, payload, record

SESSION = session_id(STATION, TRANSACTION)
NOW = START + timedelta(hours=12)
CONTEXTS = {"B": "Transaction.Begin", "E": "Transaction.End"}


@pytest.fixture
def meter():
    return SigningMeter("M1", new_key("secp256r1"))


def reading(mark, minute, wh):
    return SignedReading(START + timedelta(minutes=minute), Decimal(wh), mark)


def told(meter, text, mark, *, key=True, data=None):
    """A SampledValueType with the signed record; without `key` its public key is left out."""
    signed = meter.signed_meter_value(text) | ({} if key else {"publicKey": ""})
    signed |= {"signedMeterData": data} if data else {}
    return {"value": 1, "context": CONTEXTS[mark], "signedMeterValue": signed}


def event(seq_no, kind, *sampled, transaction=TRANSACTION, evse=1):
    more = {"evse": {"id": evse, "connectorId": 1}} if evse else {}
    values = [{"timestamp": at(seq_no), "sampledValue": [*sampled]}]
    return payload(seq_no, kind, transaction=transaction, meterValue=values, **more)


def deliver(*bodies):
    on_ledger.handler({"Records": [record(body) for body in bodies]}, None)


def rows(transaction=TRANSACTION):
    return list(SignedValueItem.query(session_id(STATION, transaction)))


def verify_all(transaction=TRANSACTION):
    """What the stream brings; the verdicts with their findings."""
    for item in rows(transaction):
        verify_signed_value(item, NOW)
    return [(item.verdict, list(item.findings)) for item in rows(transaction)]


def begin_and_end(meter, *, key=True, wh=(1000, 21000)):
    """A session of two records, an hour apart."""
    begin = meter.record([reading("B", 0, wh[0])])
    end = meter.record([reading("B", 0, wh[0]), reading("E", 1, wh[1])])
    deliver(
        event(0, "Started", told(meter, begin, "B", key=key)),
        event(1, "Ended", told(meter, end, "E", key=key)),
    )
