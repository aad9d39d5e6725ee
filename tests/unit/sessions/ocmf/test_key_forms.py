"""One key in every form in which stations, labels and files write it (R-EI-12)."""

import base64
import hashlib
import itertools

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local.station.meter_keys import ALL_CURVES
from sessions.domain.ocmf.key import BadKey, read_key
from tests.unit.sessions.ocmf.samples import key_on, meter

SPKI = Encoding.DER, PublicFormat.SubjectPublicKeyInfo


def text64(octets):
    return base64.b64encode(octets).decode()


def pem(der):
    return f"-----BEGIN PUBLIC KEY-----\n{base64.encodebytes(der).decode()}-----END PUBLIC KEY-----"


FORMS = {
    "hex": lambda der: der.hex(),
    "upper case hex": lambda der: der.hex().upper(),
    "0x": lambda der: "0x" + der.hex(),
    "spaces": lambda der: der.hex(" ", 2),
    "colons": lambda der: der.hex(":"),
    "lines": lambda der: "\n".join([der.hex()[:20], der.hex()[20:]]),
    "base64": text64,
    "base64 in lines": lambda der: base64.encodebytes(der).decode(),
    "base64 without padding": lambda der: text64(der).rstrip("="),
    "url-safe base64": lambda der: base64.urlsafe_b64encode(der).decode(),
    "PEM": pem,
    "base64 of PEM": lambda der: text64(pem(der).encode()),
    "base64 of hex": lambda der: text64(der.hex().encode()),
    "oca base16": lambda der: f"oca:base16:asn1:{der.hex(' ', 2).upper()}",
    "oca base16 with a label's signs": lambda der: f"oca:base16:asn1:0x{der.hex('/', 4)}.",
    "oca base64": lambda der: f"oca:base64:asn1:{text64(der)}",
    "base64 of oca base16": lambda der: text64(f"oca:base16:asn1:{der.hex()}".encode()),
    "base64 of oca base64": lambda der: text64(f"oca:base64:asn1:{text64(der)}".encode()),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("curve", ALL_CURVES)
def test_every_form_is_the_same_key(curve, form):
    der = key_on(curve).der
    key = read_key(FORMS[form](der))
    assert (key.der, key.curve) == (der, curve)
    assert key.fingerprint == hashlib.sha256(der).hexdigest()


@pytest.mark.parametrize("curve", ALL_CURVES)
def test_a_bare_point_tells_its_curve(curve):
    whole = read_key(key_on(curve).der.hex())
    for octets in (whole.point, b"\4" + whole.point):
        assert read_key(octets.hex()) == read_key(text64(octets)) == whole


def test_a_bare_point_may_begin_like_der():
    while True:
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]
        if point[0] == 0x30:
            break
    assert read_key(point.hex()).der == key.public_bytes(*SPKI)


def test_a_compressed_point_is_the_same_key():
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    spki = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200") + point
    assert read_key(spki.hex()).der == key.public_bytes(*SPKI)


def test_what_ocpp_carries_is_read():
    simulated = meter()
    told = simulated.signed_meter_value(simulated.record([]))
    assert read_key(told["publicKey"]).der == simulated.key.der


def test_a_curve_that_ocmf_does_not_have_is_a_key():
    der = ec.generate_private_key(ec.SECP521R1()).public_key().public_bytes(*SPKI)
    key = read_key(der.hex())
    assert (key.der, key.curve) == (der, "oid:2b81040023")


def off_the_curve(curve):
    der = key_on(curve).der
    return (der[:-1] + bytes([der[-1] ^ 1])).hex()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "oca:base16:asn1:",
        "oca:base16:asn1:303",
        "oca:base64:asn1:***",
        "no key!",
        "00" * 64,
        "3059",
        "30ffffffff",
        key_on().der.hex()[:-2],
        off_the_curve("secp256r1"),
        off_the_curve("secp192k1"),
        "04" + "ff" * 48,
        ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(*SPKI).hex(),
        "A" * 100_000,
    ],
    # Keys are new in every process, and processes that share the tests have to name them alike.
    ids=itertools.count(),
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(BadKey):
        read_key(text)
