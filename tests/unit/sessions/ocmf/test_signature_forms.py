"""Signatures as meters write them, not only as the format asks for (R-EI-12)."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sessions.domain.ocmf.verdict import Finding, State
from tests.unit.sessions.ocmf.samples import key_on, verified

PAYLOAD = '{"FV":"1.0","PG":"T1","MS":"1","RD":[]}'
CURVES = {"secp256r1": 32, "secp192k1": 24, "secp384r1": 48}


def record(data, **section):
    return f"OCMF|{PAYLOAD}|{json.dumps(section | {'SD': data})}"


def pair(curve="secp256r1", is_wanted=lambda r, s: True):
    while True:
        r, s = key_on(curve).sign(PAYLOAD.encode())
        if is_wanted(r, s):
            return r, s


def der(curve="secp256r1"):
    return encode_dss_signature(*pair(curve))


def bare(curve):
    return b"".join(number.to_bytes(CURVES[curve], "big") for number in pair(curve))


@pytest.mark.parametrize(
    "written",
    [
        lambda: record(der().hex()),
        lambda: record(der().hex().upper(), SE="hex", SM="application/x-der"),
        lambda: record(der().hex(" ", 2)),
        lambda: record("0x" + der().hex()),
        lambda: record(base64.b64encode(der()).decode(), SE="base64"),
        lambda: record(base64.b64encode(der()).decode(), SE="Base64"),
        lambda: record(base64.b64encode(der()).decode()),
        lambda: record(der().hex(), SE="base64"),
        lambda: record(der().hex(), SE="binary"),
        lambda: record(der().hex() + "0000"),
    ],
)
def test_a_signature_in_der_is_valid(written):
    assert verified(written()).state == State.VALID


@pytest.mark.parametrize("curve", CURVES)
def test_bare_r_and_s_are_valid_though_the_drivers_tool_wants_der(curve):
    data = record(bare(curve).hex(), SA=f"ECDSA-{curve}-SHA256")
    verdict = verified(data, key_on(curve))
    assert verdict.state == State.VALID_WITH_FINDINGS
    assert verdict.findings == (Finding.SIGNATURE_NOT_DER,)


def test_a_short_r_is_read():
    r, s = pair(is_wanted=lambda r, s: r < 1 << 248)
    assert verified(record(encode_dss_signature(r, s).hex())).state == State.VALID


def test_a_negative_r_was_meant_without_a_sign():
    r, s = pair(is_wanted=lambda r, s: r >> 255 and s >> 255)
    body = b"".join(b"\x02\x20" + number.to_bytes(32, "big") for number in (r, s))
    assert verified(record((b"\x30\x44" + body).hex())).state == State.VALID


def test_superfluous_zeros_are_read():
    r, s = pair()
    body = b"".join(b"\x02\x22" + number.to_bytes(34, "big") for number in (r, s))
    assert verified(record((b"\x30\x48" + body).hex())).state == State.VALID


def test_a_bare_pair_may_lack_its_first_digit():
    r, s = pair(is_wanted=lambda r, s: not r >> 252)
    assert verified(record(f"{r:063x}{s:064x}")).findings == (Finding.SIGNATURE_NOT_DER,)


def test_a_bare_pair_may_begin_like_der():
    r, s = pair(is_wanted=lambda r, s: r >> 248 == 0x30)
    data = (r.to_bytes(32, "big") + s.to_bytes(32, "big")).hex()
    assert verified(record(data)).findings == (Finding.SIGNATURE_NOT_DER,)


@pytest.mark.parametrize("data", ["", None, 0])
def test_no_signature(data):
    assert verified(record(data)).findings in (
        (Finding.SIGNATURE_MISSING,),
        (Finding.SIGNATURE_UNREADABLE,),
    )


@pytest.mark.parametrize("data", ["zz", "3045", "00", der().hex() + "01", "ab" * 63])
def test_no_signature_can_be_read(data):
    verdict = verified(record(data))
    assert (verdict.state, verdict.findings) == (State.INVALID, (Finding.SIGNATURE_UNREADABLE,))


@pytest.mark.parametrize("r", [0, 1, 2**192 - 1])
@pytest.mark.parametrize("curve", ["secp192k1", "secp256r1"])
def test_numbers_out_of_range_are_wrong(curve, r):
    data = record(encode_dss_signature(r, 0).hex(), SA=f"ECDSA-{curve}-SHA256")
    assert verified(data, key_on(curve)).findings == (Finding.SIGNATURE_WRONG,)
