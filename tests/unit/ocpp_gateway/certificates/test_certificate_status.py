"""A station asks us to ask an OCSP responder: whom we ask, and what we make of it (M06)."""

import base64
import socket
from datetime import timedelta
from typing import Any

import pytest
from cryptography.x509 import ocsp

from ocpp_gateway.certificates.outside import Unreachable, _is_public, post
from ocpp_gateway.domain.x509 import hash_data
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.certificates.responder import serving
from tests.unit.ocpp_gateway.inbound.speaking import result

ROOT = pki.Authority()
LEAF = ROOT.leaf()


@pytest.fixture
def responder(monkeypatch):
    monkeypatch.setenv("OCSP_PRIVATE_HOSTS", "localhost,127.0.0.1")
    with serving() as server:
        server.respond(ROOT)
        yield server


def status(url: str, algorithm: str = "SHA256", **changes: Any) -> dict[str, Any]:
    data = hash_data(LEAF, ROOT.certificate, algorithm) | {"responderURL": url} | changes
    return result("GetCertificateStatus", {"ocspRequestData": data}, station_id="CS1")


@pytest.mark.parametrize("algorithm", ["SHA256", "SHA384", "SHA512"])
def test_the_responders_answer_comes_as_it_is(station, responder, algorithm):
    answer = status(responder.url, algorithm)
    assert answer["status"] == "Accepted"
    response = ocsp.load_der_ocsp_response(base64.b64decode(answer["ocspResult"]))
    assert response.serial_number == LEAF.serial_number
    assert response.certificate_status is ocsp.OCSPCertStatus.GOOD


@pytest.mark.parametrize("member", ["issuerNameHash", "issuerKeyHash", "serialNumber"])
def test_a_hash_that_is_none_is_named_as_such(station, responder, member):
    answer = status(responder.url, **{member: "xyz"})
    assert answer["status"] == "Failed"
    why = "the hashes and the serial number are not all hexadecimal"
    assert answer["statusInfo"]["additionalInfo"] == why
    assert responder.asked == []


def test_it_is_remembered_until_its_next_update(station, responder):
    first = status(responder.url)
    assert status(responder.url) == first
    assert len(responder.asked) == 1


def test_one_responder_cannot_answer_for_another(station, responder):
    status(f"{responder.url}/mine")
    status(f"{responder.url}/theirs")
    assert len(responder.asked) == 2


def test_what_has_no_next_update_is_not_remembered(station, responder):
    responder.respond(ROOT, next_update=None)
    assert status(responder.url)["status"] == "Accepted"
    assert status(responder.url)["status"] == "Accepted"
    assert len(responder.asked) == 2


@pytest.mark.parametrize(
    "how",
    [
        {"next_update": -timedelta(minutes=1), "this_update": -timedelta(hours=1)},
        {"this_update": timedelta(hours=1), "next_update": timedelta(hours=2)},
        {"serial_number": 4711},
    ],
)
def test_an_answer_to_another_question_is_none(station, responder, how):
    responder.respond(ROOT, **how)
    answer = status(responder.url)
    assert answer["status"] == "Failed"
    assert answer["statusInfo"]["additionalInfo"]


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""),
        (200, b"garbage"),
        (302, b""),
        (200, b"x" * 70_000),
        (
            200,
            ocsp.OCSPResponseBuilder.build_unsuccessful(
                ocsp.OCSPResponseStatus.TRY_LATER
            ).public_bytes(pki.Encoding.DER),
        ),
    ],
)
def test_trouble_of_the_responder_is_told(station, responder, answer):
    responder.answer = lambda body: answer
    assert status(responder.url)["status"] == "Failed"


def test_hash_data_that_is_none_is_told(station, responder):
    assert status(responder.url, issuerNameHash="zz")["status"] == "Failed"
    assert responder.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://user@127.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://",
        "http://[",
        "",
    ],
)
def test_nothing_of_ours_is_asked(station, monkeypatch, url):
    with serving() as server:
        server.respond(ROOT)
        port = server.url.rpartition(":")[2]
        assert status(url.format(port=port))["status"] == "Failed"
        assert server.asked == []


def test_a_name_is_looked_up_once_and_its_every_address_counts(monkeypatch):
    """A name that is public at the first look and ours at the second (DNS rebinding)."""
    looks: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        looks.append(host)
        return [(0, 0, 0, "", ("93.184.216.34", port)), (0, 0, 0, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(Unreachable, match="no public host"):
        post("http://rebinding.example/", b"", {}, 1)
    assert looks == ["rebinding.example"]


def test_a_public_host_has_web_ports_only(monkeypatch):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.216.34", 22))]
    )
    with pytest.raises(Unreachable, match="no port"):
        post("http://example.com:22/", b"", {}, 1)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_what_is_public(address, public):
    assert _is_public(address) is public
