"""Who is told what: forged is invalid, what nobody can check is unverifiable (eichrecht.md §6)."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local.station.meter_keys import new_key
from local.station.meter_signing import sign
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import Finding, State
from sessions.domain.ocmf.verification import verify
from tests.unit.sessions.ocmf.samples import key_on, public, signed, verified, whole_session


def test_a_tampered_payload():
    forged = whole_session().replace("T1", "T2")
    assert verified(forged).findings == (Finding.SIGNATURE_WRONG,)


def test_a_tampered_signature():
    record = whole_session()
    last = re.search(r'(.)"\}$', record)[1]
    forged = record[:-3] + ("0" if last != "0" else "1") + record[-2:]
    assert verified(forged).findings == (Finding.SIGNATURE_WRONG,)


def test_the_key_of_another_meter():
    verdict = verified(whole_session(), new_key("secp256r1"))
    assert (verdict.state, verdict.findings) == (State.INVALID, (Finding.SIGNATURE_WRONG,))


@pytest.mark.parametrize("curve", ["secp256k1", "brainpool256r1", "secp192k1"])
def test_a_key_of_another_curve(curve):
    verdict = verified(whole_session(), key_on(curve))
    assert (verdict.state, verdict.findings) == (State.INVALID, (Finding.CURVE_DIFFERS,))


def test_an_algorithm_that_the_key_does_not_have():
    record = sign("{}", key_on(), "ECDSA-secp384r1-SHA256")
    assert verified(record).findings[0] == Finding.CURVE_DIFFERS


def test_a_missing_key():
    verdict = verify(read_record(whole_session()), None)
    assert (verdict.state, verdict.findings) == (State.UNVERIFIABLE, (Finding.KEY_MISSING,))


def test_a_key_on_a_curve_that_ocmf_does_not_have():
    point = ec.generate_private_key(ec.SECP521R1()).public_key()
    key = read_key(point.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex())
    verdict = verify(read_record(whole_session()), key)
    assert (verdict.state, verdict.findings) == (State.UNVERIFIABLE, (Finding.CURVE_UNSUPPORTED,))


def test_an_algorithm_that_ocmf_does_not_have():
    record = sign('{"FV":"1.0"}', key_on(), "ECDSA-secp521r1-SHA512")
    verdict = verify(read_record(record), public(key_on()))
    assert verdict.state == State.UNVERIFIABLE
    assert verdict.findings == (Finding.ALGORITHM_UNSUPPORTED,)


@pytest.mark.parametrize(
    ("version", "findings"),
    [
        ('"1.0"', ()),
        ('"1.3"', ()),
        ("1.0", ()),
        ("1", ()),
        ('"0.4"', ()),
        ('"1.4"', (Finding.FORMAT_VERSION_TOO_NEW,)),
        ("1.4", (Finding.FORMAT_VERSION_TOO_NEW,)),
        ('"1.10"', (Finding.FORMAT_VERSION_TOO_NEW,)),
        ('"2.0"', (Finding.FORMAT_VERSION_TOO_NEW,)),
        ('"new"', (Finding.FORMAT_VERSION_UNREADABLE,)),
        ("null", (Finding.FORMAT_VERSION_UNREADABLE,)),
    ],
)
def test_what_the_drivers_tool_cannot_read_is_told(version, findings):
    verdict = verified(signed(f'{{"FV":{version},"RD":[]}}'))
    assert verdict.findings == findings
    assert verdict.state == (State.VALID_WITH_FINDINGS if findings else State.VALID)


@pytest.mark.parametrize(
    "payload",
    [
        '{"FV":"1.0","FV":"1.0"}',
        '{"FV":"1.0","RD":[{"RV":1,"RV":2}]}',
    ],
)
def test_a_member_named_twice_is_told(payload):
    assert verified(signed(payload)).findings == (Finding.MEMBER_NAMED_TWICE,)
