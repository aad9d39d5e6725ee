"""What a driver downloads proves itself; what is not as it was stored is left out and told."""

import orjson
import pytest

from corridor_aws.clients import client
from local.station.meter_keys import ALL_CURVES, new_key
from local.station.meter_signing import SigningMeter, sign
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.transparency_file import read_values
from sessions.domain.ocmf.verdict import State
from sessions.domain.ocmf.verification import verify
from sessions.receipts import read_package
from sessions.signed.keep_signed_values import object_key
from sessions.tables import SignedValueItem
from tests.unit.sessions.receipts.conftest import LONG_AGO, issued, look, settle
from tests.unit.sessions.signed.conftest import (
    SESSION,
    deliver,
    event,
    reading,
    rows,
    told,
    verify_all,
)
from tests.unit.sessions.signed.test_keys_of_meters import register

pytestmark = pytest.mark.usefixtures("aws", "machines")
BUCKET = "signed-values"


def values(token):
    answer = look(token, "/transparency.xml")
    assert answer.status == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="session-{SESSION}.xml"'
    return read_values(answer.text.encode())


def document(token):
    return look(token, "/receipt.json").json


def state(value):
    return verify(read_record(value.data), read_key(value.key)).state


@pytest.mark.parametrize("curve", ALL_CURVES)
def test_the_file_verifies_with_the_key_in_it(curve):
    meter = SigningMeter("M1", new_key(curve))
    register(meter, LONG_AGO)
    begin, end = (meter.record([reading(mark, n, 1000 + n)]) for n, mark in enumerate("BE"))
    deliver(event(0, "Started", told(meter, begin, "B")), event(1, "Ended", told(meter, end, "E")))
    verify_all()
    begin, end = values(issued())
    assert (begin.context, end.context) == ("Transaction.Begin", "Transaction.End")
    assert [state(value) for value in (begin, end)] == [State.VALID] * 2
    assert read_key(begin.key).der == meter.key.der


def test_a_record_that_holds_both_goes_alone(meter):
    register(meter, LONG_AGO)
    both = meter.record([reading("B", 0, 1000), reading("E", 1, 2000)])
    deliver(event(0, "Started"), event(1, "Ended", told(meter, both, "E")))
    verify_all()
    (value,) = values(issued())
    assert (value.context, value.transaction_id, state(value)) == (None, None, State.VALID)


def test_what_is_told_twice_is_handed_on_once(meter):
    register(meter, LONG_AGO)
    begin = meter.record([reading("B", 0, 1000)])
    end = meter.record([reading("E", 1, 2000)])
    deliver(
        event(0, "Started", told(meter, begin, "B")),
        event(1, "Ended", told(meter, begin, "B"), told(meter, end, "E")),
    )
    verify_all()
    assert len(values(issued())) == 2


def test_of_one_payload_the_right_signature_is_handed_on(meter):
    register(meter, LONG_AGO)
    begin, end = (meter.record([reading(mark, n, 1000 + n)]) for n, mark in enumerate("BE"))
    forged = sign(begin.split("|")[1], new_key("secp256r1"))
    deliver(
        event(0, "Started", told(meter, forged, "B"), told(meter, begin, "B")),
        event(1, "Ended", told(meter, end, "E")),
    )
    verify_all()
    assert [state(value) for value in values(issued())] == [State.VALID] * 2


def overwrite(item, body):
    client("s3").put_object(Bucket=BUCKET, Key=object_key(item), Body=body)


def delete(item):
    client("s3").delete_object(Bucket=BUCKET, Key=object_key(item))


def change_the_item(item):
    item.update([SignedValueItem.data.set(item.data.replace("A", "B"))])


@pytest.mark.parametrize(
    "tamper", [lambda item: overwrite(item, b"OCMF|{}|{}"), delete, change_the_item]
)
def test_what_is_not_as_it_was_is_left_out_and_told(token, capfd, tamper):
    tamper(rows()[1])
    assert [value.context for value in values(token)] == [None]
    assert (document(token)["altered_values"], document(token)["state"]) == (1, "incomplete")
    assert "no longer as the station sent them: 1." in look(token).text
    lines = [orjson.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert 1 in [line.get("SignedValueAltered") for line in lines]


def test_trouble_of_the_store_is_no_tampering(token, monkeypatch):
    from botocore.exceptions import ClientError

    from sessions.receipts import altered_values

    class Down:
        def get_object(self, **_):
            answer = {"Error": {"Code": "SlowDown"}, "ResponseMetadata": {"HTTPStatusCode": 503}}
            raise ClientError(answer, "GetObject")

    monkeypatch.setattr(altered_values, "client", lambda service: Down())
    with pytest.raises(ClientError):
        look(token)


@pytest.mark.parametrize(("limit", "value"), [("MAX_VALUES", 2), ("MAX_OCTETS", 1500)])
def test_of_very_much_the_middle_is_left_out(token, monkeypatch, meter, limit, value):
    monkeypatch.setattr(read_package, limit, value)
    middle = [told(meter, meter.record([reading("C", 1, 1001 + n)]), "B") for n in range(3)]
    deliver(event(2, "Updated", *middle))
    verify_all()
    found = document(token)
    assert (found["signed_values"], found["values_left_out"]) == (2, 3)
    assert "too many: 3." in look(token).text


def test_the_document_says_what_the_page_says(token):
    said = document(token)
    (key,) = said.pop("public_keys")
    assert (key["bnetza_id"], key["curve"]) == ("BNetzA-4711", "secp256r1")
    assert said == {
        "session_id": SESSION,
        "station_id": "DE*ABC*E1",
        "evse_id": 1,
        "charge_point": None,
        "meter_serial": "M1",
        "state": "valid",
        "findings": [],
        "begin": {"at": "2026-11-22T10:00:00.000Z", "wh": "1000.5000"},
        "end": {"at": "2026-11-22T10:01:00.000Z", "wh": "21000.7000"},
        "energy_wh": "20000.2000",
        "time_synchronised": True,
        "bill": {
            "cdr_id": "0d8c6d0c-52a6-4a3a-9a53-6a1d1c1f9a10",
            "currency": "EUR",
            "total_excl_vat": "1.00",
            "vat": "0.19",
            "total_incl_vat": "1.19",
        },
        "signed_values": 2,
        "altered_values": 0,
        "values_left_out": 0,
    }


def test_what_is_no_record_is_no_file(meter):
    values_ = [told(meter, "", mark, data="<xml/>") for mark in ("B", "E")]
    for value in values_:
        value["signedMeterValue"]["encodingMethod"] = "EDL"
    deliver(event(0, "Started", values_[0]), event(1, "Ended", values_[1]))
    verify_all()
    token = issued()
    settle()
    assert values(token) == ()
    assert document(token)["state"] == "unverifiable"
    assert "could not be checked" in look(token).text
