"""A firmware is looked at before any station does."""

import base64
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID

from corridor_aws.clients import client
from ocpp_gateway.firmware.check_firmware import check_firmware, find_fault
from ocpp_gateway.firmware.create_campaign import create_campaign
from ocpp_gateway.firmware.show_campaign import show_campaign
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.firmware.conftest import FIRMWARE, NOW, policy, save_station

IMAGE, KEY = b"firmware" * 300_000, "firmware/0/1.1.bin"
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Manufacturer")])
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())


def certificate(key, begin=NOW - timedelta(days=1), end=NOW + timedelta(days=1)) -> str:
    builder = x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(begin).not_valid_after(end)
    signed = builder.sign(EC, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def signature(key, image: bytes = IMAGE) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
        return base64.b64encode(key.sign(image, pss, hashes.SHA256())).decode()
    return base64.b64encode(key.sign(image, ec.ECDSA(hashes.SHA256()))).decode()


def firmware(key=EC, **more) -> dict:
    signed = {"signature": signature(key), "signing_certificate": certificate(key)}
    return FIRMWARE | {"location": None, "image": KEY} | signed | more


@pytest.fixture
def bucket(aws):
    client("s3").put_object(Bucket="files", Key=KEY, Body=IMAGE)


@pytest.mark.parametrize("key", [RSA, EC])
def test_what_the_manufacturer_signed_is_good(bucket, key):
    assert find_fault(firmware(key), NOW) is None


@pytest.mark.parametrize("key", [RSA, EC])
def test_another_image_or_another_key_is_a_fault(bucket, key):
    other = find_fault(firmware(key, signature=signature(key, b"other")), NOW)
    stranger = ec.generate_private_key(ec.SECP256R1())
    foreign = find_fault(firmware(key, signing_certificate=certificate(stranger)), NOW)
    assert "not of this image" in other
    assert "not of this image" in foreign


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"signing_certificate": "PEM"}, "cannot be read"),
        ({"signing_certificate": certificate(EC, end=NOW - timedelta(1 / 24))}, "not valid now"),
        ({"signing_certificate": certificate(EC, begin=NOW + timedelta(1 / 24))}, "not valid now"),
        ({"signing_certificate": certificate(ed25519.Ed25519PrivateKey.generate())}, "neither"),
        ({"signing_certificate": pki.on_an_odd_curve(certificate(EC))}, "neither"),
        ({"signature": "no Base64!"}, "Base64"),
        ({"image": "firmware/0/none.bin"}, "not in our bucket"),
    ],
)
def test_what_stations_would_refuse_is_a_fault(bucket, change, fault):
    assert fault in find_fault(firmware(**change), NOW)


def test_an_image_elsewhere_is_the_stations_to_check(aws):
    elsewhere = firmware(image=None, location="https://example.com/1.1.bin")
    assert find_fault(elsewhere, NOW) is None


def test_a_campaign_runs_or_is_refused(bucket, machine):
    save_station("CS1")
    for given, state in ((firmware(), "Running"), (firmware(signature="c2ln"), "Refused")):
        given = {name: value for name, value in given.items() if value is not None}
        campaign_id = create_campaign("x", given, policy(), None, NOW, stations=["CS1"])
        for _ in range(2):
            check_firmware(campaign_id, NOW)
        shown = show_campaign(campaign_id)
        assert (shown["state"], bool(shown["fault"])) == (state, state == "Refused")
