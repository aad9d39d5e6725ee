"""A vehicle charges on its contract certificate, or not (C07.FR.13-17, R-AUTH-9)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from ocpp_gateway.check_contract import BUDGET_S
from ocpp_gateway.domain.x509 import hash_data
from ocpp_gateway.records import put_record
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.certificates.responder import serving
from tests.unit.ocpp_gateway.inbound.speaking import result, save_token
from tests.unit.ocpp_gateway.outbound.conftest import NOW

EMAID = "DE-8AA-123456789-0"
# ERR 2.2.
VEHICLE_WAITS_S = 4.5
PATIENCE_S = 30
ROOT = pki.Authority("MO Root")
SUB = pki.Authority("MO Sub", ROOT)
PAST = {"valid_from": pki.NOW - timedelta(days=9), "valid_until": pki.NOW - timedelta(days=1)}


@pytest.fixture(autouse=True)
def emaid(station) -> None:
    content = {"certificateType": "MORootCertificate", "certificate": ROOT.pem}
    put_record("/network", "root", "mo", content, NOW)
    save_token("DE8AA123456789", "eMAID")


@pytest.fixture
def responder(monkeypatch):
    monkeypatch.setenv("OCSP_PRIVATE_HOSTS", "127.0.0.1")
    with serving() as server:
        server.respond(SUB)
        yield server


def authorize(emaid: str = EMAID, **more: Any) -> tuple[str | None, str]:
    """certificateStatus and the status of the token."""
    payload = {"idToken": {"idToken": emaid, "type": "eMAID"}} | more
    answer = result("Authorize", payload, station_id="CS1")
    return answer.get("certificateStatus"), answer["idTokenInfo"]["status"]


def chain(leaf: Any = None, *issuers: pki.Authority) -> str:
    leaf = leaf or SUB.leaf(pki.name(EMAID))
    return "".join([pki.pem(leaf), *(one.pem for one in issuers or (SUB,))])


def test_a_good_chain_and_a_good_token():
    assert authorize(certificate=chain()) == ("Accepted", "Accepted")


def test_without_a_certificate_nothing_is_said_of_one():
    assert authorize() == (None, "Accepted")


@pytest.mark.parametrize(
    "spelling",
    ["DE8AA1234567890", "de-8aa-123456789-0", "DE8AA123456789", "DE-8AA-123456789", EMAID],
)
def test_an_emaid_has_many_spellings(spelling):
    assert authorize(spelling, certificate=chain()) == ("Accepted", "Accepted")


@pytest.mark.parametrize("status", ["Blocked", "Expired", "Invalid", "Unknown"])
def test_a_good_chain_without_a_contract(status):
    save_token("DE8AA123456789", "eMAID", status=status, updated_at="2026-11-22T13:00:00.000Z")
    assert authorize(certificate=chain()) == ("ContractCancelled", status)


def test_a_contract_that_is_not_good_here():
    save_token(
        "DE8AA123456789", "eMAID", sites=["elsewhere"], updated_at="2026-11-22T13:00:00.000Z"
    )
    assert authorize(certificate=chain()) == ("Accepted", "NotAtThisLocation")


def test_an_unknown_emaid():
    assert authorize("DE8AAC00000001", certificate=chain()) == ("ContractCancelled", "Unknown")


@pytest.mark.parametrize(
    "expired",
    [
        lambda: chain(SUB.leaf(**PAST)),
        lambda: _below(pki.Authority("Old", ROOT, **PAST)),
    ],
)
def test_an_expired_chain(expired):
    assert authorize(certificate=expired()) == ("CertificateExpired", "Expired")


def _below(sub: pki.Authority) -> str:
    return chain(sub.leaf(), sub)


def _of_a_stranger() -> str:
    stranger = pki.Authority("MO Root")
    return chain(stranger.leaf(), stranger)


def _of_a_leaf() -> str:
    """A leaf that plays authority."""
    key = pki.key()
    leaf = SUB.leaf(pki.name("Leaf"), public_key=key.public_key())
    forger = pki.Authority.__new__(pki.Authority)
    forger.key, forger.name, forger.pem = key, leaf.subject, pki.pem(leaf)
    return chain(forger.leaf(), forger, SUB)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: "garbage",
        _of_a_stranger,
        _of_a_leaf,
        lambda: pki.pem(SUB.leaf()),
        lambda: pki.pem(SUB.leaf()) + pki.on_an_odd_curve(SUB.pem),
        lambda: chain(SUB.leaf(valid_from=pki.NOW + timedelta(days=1))),
    ],
)
def test_a_chain_that_leads_nowhere(broken):
    assert authorize(certificate=broken()) == ("CertChainError", "Invalid")


def test_a_long_chain_in_any_order(station):
    second = pki.Authority("MO Sub 2", SUB)
    assert authorize(certificate=chain(second.leaf(), SUB, second)) == ("Accepted", "Accepted")


def test_a_revoked_certificate(responder):
    leaf = SUB.leaf(responder=responder.url)
    assert authorize(certificate=chain(leaf)) == ("Accepted", "Accepted")
    other = SUB.leaf(responder=responder.url)
    responder.respond(SUB, revoked=True)
    assert authorize(certificate=chain(other)) == ("CertificateRevoked", "Invalid")


def test_a_responder_may_be_delegated_but_not_invented(responder):
    def delegate(issuer: pki.Authority, usage: Any) -> pki.Authority:
        one = pki.Authority.__new__(pki.Authority)
        one.key = pki.key()
        one.certificate = issuer.leaf(
            pki.name("OCSP"), public_key=one.key.public_key(), usage=usage
        )
        return one

    for issuer, usage, expected in (
        (SUB, ExtendedKeyUsageOID.OCSP_SIGNING, "Accepted"),
        (SUB, ExtendedKeyUsageOID.CLIENT_AUTH, "CertChainError"),
        (pki.Authority("Stranger"), ExtendedKeyUsageOID.OCSP_SIGNING, "CertChainError"),
    ):
        signer = delegate(issuer, usage)
        responder.respond(SUB, signer, certificates=[signer.certificate])
        leaf = SUB.leaf(responder=responder.url)
        assert authorize(certificate=chain(leaf))[0] == expected


def test_hash_data_alone_is_asked_about(responder):
    leaf = SUB.leaf()
    data = hash_data(leaf, SUB.certificate) | {"responderURL": responder.url}
    responder.respond(SUB, certificates=[SUB.certificate])
    assert authorize(iso15118CertificateHashData=[data]) == ("Accepted", "Accepted")
    stranger = pki.Authority("MO Sub")
    forged = hash_data(stranger.leaf(), stranger.certificate) | {"responderURL": responder.url}
    responder.respond(stranger, certificates=[stranger.certificate])
    assert authorize(iso15118CertificateHashData=[forged]) == ("CertChainError", "Invalid")
    revoked = hash_data(SUB.leaf(), SUB.certificate) | {"responderURL": responder.url}
    responder.respond(SUB, certificates=[SUB.certificate], revoked=True)
    assert authorize(iso15118CertificateHashData=[revoked]) == ("CertificateRevoked", "Invalid")


def test_a_slow_responder_does_not_keep_the_vehicle_waiting(responder):
    given_up = threading.Event()
    good = responder.answer

    def slow(body: bytes) -> tuple[int, bytes]:
        """What is good, once it is too late: had it been waited for, the answer would be too."""
        given_up.wait(PATIENCE_S)
        return good(body)

    responder.answer = slow
    leaf = SUB.leaf(responder=responder.url)
    assert authorize(certificate=chain(leaf)) == ("CertChainError", "Invalid")
    given_up.set()
    assert BUDGET_S < VEHICLE_WAITS_S
