"""From the plug to a bill that anybody can check: by the meter's signature, without our code."""

import base64
import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from urllib.request import urlopen
from xml.etree import ElementTree

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from local.day.rehearsal import rehearse
from local.day.scenes import a_card_from_plug_to_plug


def test_a_german_bill_stands_in_court(cloud, endpoints):
    outcome = rehearse(a_card_from_plug_to_plug, endpoints)

    assert outcome.faults == []
    (account,), (cdr,) = outcome.accounts, outcome.cdrs
    evse = f"/stations/{account.post.id}/evses/{account.entry.evse_id}"
    (key,) = cloud.operator("GET", f"{evse}/meter-keys")[1]["items"]
    (value,) = cloud.operator("GET", f"/sessions/{account.session_id}/signed-values")[1]["items"]
    assert sha256(value["data"].encode()).hexdigest() == value["sha256"]
    record = base64.b64decode(value["data"]).decode()
    begin, end = verified_readings(record, key["public_key"])
    assert [begin["TX"], end["TX"]] == ["B", "E"]
    assert cdr["total_energy"] == float(end["RV"] - begin["RV"])
    assert instants(begin, end) == (
        datetime.fromisoformat(cdr["start_date_time"]),
        datetime.fromisoformat(cdr["end_date_time"]),
    )
    assert file_of(account.session) == (record, key["public_key"])


def file_of(session: dict) -> tuple[str | None, str | None]:
    """Record and key in the driver's file for the transparency software."""
    with urlopen(f"{session['receipt_url']}/transparency.xml") as answer:
        (value,) = ElementTree.fromstring(answer.read())
    return value.findtext("signedData"), value.findtext("publicKey")


def verified_readings(record: str, public_key: str) -> list[dict]:
    """RD of the record, after its signature held; raises InvalidSignature."""
    _, payload, signature = record.split("|")
    key = load_der_public_key(bytes.fromhex(public_key))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    signed = bytes.fromhex(json.loads(signature)["SD"])
    key.verify(signed, payload.encode(), ec.ECDSA(hashes.SHA256()))
    return list(json.loads(payload, parse_float=Decimal)["RD"])


def instants(*readings: dict) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(one["TM"].split()[0]) for one in readings)
