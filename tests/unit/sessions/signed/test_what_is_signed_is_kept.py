"""Signed values are stored as they came, before anything is made of them (R-EI-1)."""

import base64
from hashlib import sha256
from threading import Barrier

import orjson
import pytest
from botocore.exceptions import ClientError

from corridor_aws.clients import client
from corridor_kernel.identifiers import session_id
from sessions.find_session import find_session
from sessions.handlers.on_ledger import handler
from sessions.signed import keep_signed_values as keeping
from sessions.tables import SignedValueItem
from tests.transactions import STATION, TRANSACTION, at, payload, record

SESSION = session_id(STATION, TRANSACTION)
ODD = 'OCMF|{"RD":[ {"RV" :1500.00,"ST":"G\\u0041"}]}|{"SD":"00"}'
FORMS = [ODD, base64.b64encode(ODD.encode()).decode(), ODD.encode().hex(), "no form at all \u20ac"]
pytestmark = pytest.mark.usefixtures("aws", "machines")


def signed(data, context="Transaction.Begin", **more):
    value = {"signedMeterData": data, "signingMethod": "", "encodingMethod": "OCMF"} | more
    return {"value": 1.5, "context": context, "signedMeterValue": {"publicKey": ""} | value}


def event(*sampled, seq_no=0, kind="Started"):
    return payload(seq_no, kind, meterValue=[{"timestamp": at(seq_no), "sampledValue": [*sampled]}])


def deliver(*bodies):
    handler({"Records": [record(body) for body in bodies]}, None)


def rows():
    return list(SignedValueItem.query(SESSION))


def objects():
    s3 = client("s3")
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket="signed-values").get("Contents", [])]
    return {key: s3.get_object(Bucket="signed-values", Key=key)["Body"].read() for key in keys}


@pytest.mark.parametrize("data", FORMS)
def test_every_character_is_kept(data):
    deliver(event(signed(data, publicKey="oca:base16:asn1:00 FF")))
    (row,) = rows()
    assert row.data == data
    assert (row.told_key, row.context, row.at) == (
        "oca:base16:asn1:00 FF",
        "Transaction.Begin",
        at(0),
    )
    assert row.sha256 == sha256(data.encode()).hexdigest()
    assert objects() == {f"values/{STATION}/{SESSION}/{row.sha256}": data.encode()}


def test_several_of_one_event_keep_their_order():
    deliver(event(signed("one"), {"value": 1}, signed("two", "Transaction.End")))
    assert [(row.data, row.place[-3:]) for row in rows()] == [("one", "000"), ("two", "001")]


def test_a_batch_that_comes_again_changes_nothing():
    deliver(event(signed("one")))
    (row,) = rows()
    row.update([SignedValueItem.verdict.set("valid")])
    deliver(event(signed("one")))
    (row,) = rows()
    assert row.verdict == "valid"
    assert len(objects()) == 1


@pytest.mark.parametrize(
    "odd",
    [None, "text", {}, {"signedMeterData": 5}, {"signedMeterData": ""}, {"signedMeterData": None}],
)
def test_what_is_no_signed_value_harms_nothing(odd):
    deliver(event({"value": 1000, "signedMeterValue": odd}))
    assert rows() == []
    assert find_session(SESSION).session.started


def test_members_of_another_kind_are_left_out():
    deliver(event(signed("one", context=7, publicKey=["k"], encodingMethod=None)))
    (row,) = rows()
    assert (row.context, row.told_key, row.encoding_method) == ("Sample.Periodic", None, "")


def test_without_the_bucket_nothing_is_folded(monkeypatch):
    """The stream brings the batch again: a session never settles without what was signed."""

    class Down:
        def put_object(self, **_):
            answer = {"Error": {"Code": "SlowDown"}, "ResponseMetadata": {"HTTPStatusCode": 503}}
            raise ClientError(answer, "PutObject")

    with monkeypatch.context() as down:
        down.setattr(keeping, "client", lambda service: Down())
        with pytest.raises(ClientError):
            deliver(event(signed("one")))
    assert rows() == []
    deliver(event(signed("one")))
    assert len(rows()) == 1


def test_a_ledger_full_of_signed_samples_waits_for_no_single_object(monkeypatch):
    """Two objects are on their way together, or the barrier breaks."""
    both = Barrier(2, timeout=20)

    class Slow:
        def put_object(self, **_):
            both.wait()

    with monkeypatch.context() as slow:
        slow.setattr(keeping, "client", lambda service: Slow())
        deliver(event(signed("one"), signed("two", "Transaction.End")))
    assert [row.data for row in rows()] == ["one", "two"]


def test_the_field_survives_the_ledger_s_json():
    text = orjson.dumps(event(signed(ODD))).decode()
    handler({"Records": [record(event(signed(ODD)), text=text)]}, None)
    assert rows()[0].data == ODD
