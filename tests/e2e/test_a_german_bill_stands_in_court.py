"""From the plug to a bill that anybody can check: by the meter's signature, without our code."""

import base64
import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

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
    begin, end = verified_readings(value["data"], key["public_key"])
    assert [begin["TX"], end["TX"]] == ["B", "E"]
    assert cdr["total_energy"] == float(end["RV"] - begin["RV"])
    assert instants(begin, end) == (
        datetime.fromisoformat(cdr["start_date_time"]),
        datetime.fromisoformat(cdr["end_date_time"]),
    )


def verified_readings(data: str, public_key: str) -> list[dict]:
    """RD of the record, after its signature held; raises InvalidSignature."""
    _, payload, signature = base64.b64decode(data).decode().split("|")
    key = load_der_public_key(bytes.fromhex(public_key))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    signed = bytes.fromhex(json.loads(signature)["SD"])
    key.verify(signed, payload.encode(), ec.ECDSA(hashes.SHA256()))
    return list(json.loads(payload, parse_float=Decimal)["RD"])


def instants(*readings: dict) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(one["TM"].split()[0]) for one in readings)
