"""A station asks for a certificate and gets it: once per CSR, to whoever may have it (A02, A03)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from corridor_aws.clients import client
from corridor_kernel.ocpp.frames import CallResult
from ocpp_gateway.certificates.authority import Refused
from ocpp_gateway.certificates.issue_certificate import issue_certificate
from ocpp_gateway.certificates.requests import to_request
from ocpp_gateway.certificates.revoke_certificate import revoke_certificate
from ocpp_gateway.certificates.secret_authority import SecretAuthority
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.handlers import send_station_call
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.records import all_records
from ocpp_gateway.tables import StationTable
from tests.conftest import queue_url
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.inbound.speaking import result
from tests.unit.ocpp_gateway.outbound.conftest import NOW, call


class Counting:
    """The authority, and how often it signed."""

    def __init__(self) -> None:
        self.inner = SecretAuthority("s" * 64, "Corridor", 365)
        self.signed = 0

    def sign(self, csr: str, profile: str) -> str:
        self.signed += 1
        return self.inner.sign(csr, profile)

    def root(self) -> str:
        return self.inner.root()


@pytest.fixture
def authority() -> Counting:
    return Counting()


@pytest.fixture
def station(station) -> StationTable:
    station.update([StationTable.serial_number.set("SN1")])
    return station


def sign(csr: str, message_id: str = "m1", **more: Any) -> dict[str, Any]:
    return result("SignCertificate", {"csr": csr} | more, message_id, station_id="CS1")


def queued(name: str) -> list[dict[str, Any]]:
    received = client("sqs").receive_message(
        QueueUrl=queue_url(name), MaxNumberOfMessages=10, AttributeNames=["All"]
    )
    messages = received.get("Messages", [])
    for message in messages:
        client("sqs").delete_message(
            QueueUrl=queue_url(name), ReceiptHandle=message["ReceiptHandle"]
        )
    return messages


def issue(authority: Counting, at: datetime = NOW) -> None:
    for message in queued("certificate-requests"):
        issue_certificate(to_request(orjson.loads(message["Body"])), authority, at)


def deliver(air) -> list[list[Any]]:
    """The frames that go out for what is on the queue of calls."""
    before = len(air.frames)
    for message in queued("corridor-test-station-calls.fifo"):
        attributes = message["Attributes"]
        record = {"body": message["Body"], "attributes": attributes}
        send_station_call.handler({"Records": [record]}, None)
    return [frame for _, frame in air.frames[before:]]


def answer(frame: list[Any], status: str) -> None:
    receive_answer("CS1", CallResult(frame[1], {"status": status}), NOW)
    complete_call(call(frame[1]), NOW)


def certificates() -> list[dict[str, Any]]:
    return list(all_records("CS1", "certificate").values())


def test_a_station_gets_the_certificate_that_it_asked_for(station, air, authority):
    assert sign(pki.csr(), certificateType="ChargingStationCertificate") == {"status": "Accepted"}
    issue(authority)
    (frame,) = deliver(air)
    assert frame[2] == "CertificateSigned"
    assert frame[3]["certificateType"] == "ChargingStationCertificate"
    leaf = x509.load_pem_x509_certificate(frame[3]["certificateChain"].encode())
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.root().encode()))
    assert leaf.subject == pki.name("SN1")
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert [c["status"] for c in certificates()] == ["Issued"]
    answer(frame, "Accepted")
    assert [c["status"] for c in certificates()] == ["Installed"]
    expiry = StationTable.get("CS1", "station").certificate_expires_at
    assert expiry == leaf.not_valid_after_utc


def test_a_station_may_refuse_it(station, air, authority):
    sign(pki.csr())
    issue(authority)
    answer(*deliver(air), "Rejected")
    assert [c["status"] for c in certificates()] == ["Refused"]
    assert StationTable.get("CS1", "station").certificate_expires_at is None


def test_a_replayed_request_is_issued_and_sent_once(station, air, authority):
    request = pki.csr()
    sign(request)
    sign(request)
    issue(authority)
    assert len(deliver(air)) == 1
    assert authority.signed == 1


def test_a_station_that_asks_again_gets_the_same_certificate_again(station, air, authority):
    request = pki.csr()
    sign(request)
    issue(authority)
    (first,) = deliver(air)
    answer(first, "Rejected")
    sign(request, "m2")
    issue(authority)
    (second,) = deliver(air)
    assert first[1] != second[1]
    assert first[3] == second[3]
    assert authority.signed == 1


def chain(air) -> str:
    """What goes out, and is refused."""
    (frame,) = deliver(air)
    answer(frame, "Rejected")
    return str(frame[3]["certificateChain"])


def test_who_renews_with_the_same_request_gets_another_certificate(station, air, authority):
    """RSA signs alike each time: a station that keeps its key asks by the very same CSR."""
    request = pki.csr()
    sign(request)
    issue(authority)
    first = chain(air)
    sign(request, "m2")
    issue(authority, at=datetime.now(UTC) + timedelta(days=340))
    assert chain(air) != first
    assert authority.signed == 2


def test_a_revoked_certificate_is_not_given_again(station, air, authority):
    request = pki.csr()
    sign(request)
    issue(authority)
    first = chain(air)
    (known,) = certificates()
    revoke_certificate("CS1", known["sha256"], NOW)
    sign(request, "m2")
    issue(authority)
    assert chain(air) != first


def test_a_request_for_another_use_gets_a_certificate_for_that_use(station, air, authority):
    request = pki.csr()
    sign(request, certificateType="ChargingStationCertificate")
    issue(authority)
    chain(air)
    sign(request, "m2", certificateType="V2GCertificate")
    issue(authority)
    leaf = x509.load_pem_x509_certificate(chain(air).encode())
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_a_crash_before_the_certificate_goes_out_loses_nothing(
    station, air, authority, monkeypatch
):
    from ocpp_gateway.certificates import issue_certificate as issuing

    sign(pki.csr())
    (message,) = queued("certificate-requests")
    request = to_request(orjson.loads(message["Body"]))

    def crash(*_: Any, **__: Any) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "send_call", crash)
        with pytest.raises(OSError):
            issue_certificate(request, authority, NOW)
    issue_certificate(request, authority, NOW)
    assert len(deliver(air)) == 1
    assert authority.signed == 1


def test_what_the_authority_refuses_is_told_to_operators(station, air):
    class Refusing(Counting):
        def sign(self, csr: str, profile: str) -> str:
            raise Refused("not this one")

    sign(pki.csr())
    issue(Refusing())
    (kept,) = all_records("CS1", "certificate-request").values()
    assert (kept["status"], kept["reason"]) == ("Refused", "not this one")
    assert deliver(air) == []


def broken_signature() -> str:
    der = bytearray(x509.load_pem_x509_csr(pki.csr().encode()).public_bytes(pki.Encoding.DER))
    der[-1] ^= 1
    import base64

    body = base64.encodebytes(bytes(der)).decode()
    return f"-----BEGIN CERTIFICATE REQUEST-----\n{body}-----END CERTIFICATE REQUEST-----\n"


@pytest.mark.parametrize(
    ("request_of", "reason"),
    [
        (lambda: "garbage", "no PEM"),
        (lambda: "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n", "no PEM"),
        (lambda: pki.csr(pki.name("SN2")), "serial number"),
        (lambda: pki.csr(pki.name("SN1", "Other")), "organization"),
        (lambda: pki.csr(x509.Name([*pki.name(), *pki.name("SN2")])), "organization"),
        (lambda: pki.csr(private_key=rsa.generate_private_key(65537, 1024)), "key"),
        (broken_signature, "signature"),
        (lambda: pki.on_an_odd_curve(pki.csr()), "key"),
    ],
)
def test_a_bad_request_is_rejected_with_the_reason(station, request_of, reason):
    answer = sign(request_of())
    assert answer["status"] == "Rejected"
    assert answer["statusInfo"]["reasonCode"] == "InvalidCSR"
    assert reason in answer["statusInfo"]["additionalInfo"]
    assert queued("certificate-requests") == []
    (kept,) = all_records("CS1", "certificate-request").values()
    assert reason in kept["reason"]


def test_a_huge_request_is_refused_by_its_length(station):
    from tests.unit.ocpp_gateway.inbound.speaking import error

    assert error("SignCertificate", {"csr": "x" * 5501}, station_id="CS1")


def test_the_station_of_a_vehicles_certificate_may_be_named_by_its_identity(station, authority):
    assert sign(pki.csr(pki.name("CS1")), certificateType="V2GCertificate")["status"] == "Accepted"
    chain = authority.sign(pki.csr(pki.name("CS1")), "V2GCertificate")
    leaf = x509.load_pem_x509_certificate(chain.encode())
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert sign(pki.csr(pki.name("CS1")))["status"] == "Rejected"


def test_the_same_secret_is_the_same_authority():
    roots = [SecretAuthority(secret * 64, "Corridor", 1).root() for secret in "aab"]
    assert roots[0] == roots[1] != roots[2]
