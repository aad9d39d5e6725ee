"""Which certificates a station has: what it accepted, listed and deleted."""

from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.x509 import hash_data
from ocpp_gateway.records import all_records
from ocpp_gateway.results.certificates import keep_deleted, keep_installed, keep_listed
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.outbound.conftest import NOW

ROOT = pki.Authority()
OTHER = pki.Authority("Other")


def finished(payload: dict[str, Any], response: dict[str, Any]) -> Finished:
    return Finished("CS1", "c1", "any", "ocpp2.0.1", payload, response, NOW)


def install(root: pki.Authority, use: str = "CSMSRootCertificate", status: str = "Accepted"):
    payload = {"certificateType": use, "certificate": root.pem}
    keep_installed(finished(payload, {"status": status}))


def hashed(root: pki.Authority, algorithm: str = "SHA256") -> dict[str, str]:
    return hash_data(root.certificate, root.certificate, algorithm)


def known() -> set[tuple[str, str]]:
    return {
        (record["certificateType"], record["certificateHashData"]["serialNumber"])
        for record in all_records("CS1", "certificate").values()
    }


def serial(root: pki.Authority) -> str:
    return f"{root.certificate.serial_number:x}"


@pytest.mark.parametrize(
    ("algorithm", "kind"), [("SHA256", hashes.SHA256), ("SHA512", hashes.SHA512)]
)
def test_hash_data_is_that_of_an_ocsp_request(algorithm, kind):
    leaf = ROOT.leaf()
    ours = hash_data(leaf, ROOT.certificate, algorithm)
    request = ocsp.OCSPRequestBuilder().add_certificate(leaf, ROOT.certificate, kind()).build()
    assert ours["issuerNameHash"] == request.issuer_name_hash.hex()
    assert ours["issuerKeyHash"] == request.issuer_key_hash.hex()
    assert int(ours["serialNumber"], 16) == request.serial_number


def test_an_installed_root_is_known_by_its_hash_data(aws):
    install(ROOT)
    (record,) = all_records("CS1", "certificate").values()
    assert record["certificateHashData"] == hashed(ROOT)
    assert x509.load_pem_x509_certificate(record["certificate"].encode()) == ROOT.certificate


@pytest.mark.parametrize("status", ["Rejected", "Failed"])
def test_what_a_station_refused_it_does_not_have(aws, status):
    install(ROOT, status=status)
    assert known() == set()


def test_a_list_says_what_is_there_and_what_is_not(aws):
    install(ROOT)
    install(OTHER)
    install(OTHER, "MORootCertificate")
    chain = {"certificateType": "CSMSRootCertificate", "certificateHashData": hashed(ROOT)}
    asked = {"certificateType": ["CSMSRootCertificate"]}
    keep_listed(finished(asked, {"status": "Accepted", "certificateHashDataChain": [chain]}))
    assert known() == {
        ("CSMSRootCertificate", serial(ROOT)),
        ("MORootCertificate", serial(OTHER)),
    }
    kept = all_records("CS1", "certificate").values()
    assert all("certificate" in record for record in kept)


def test_a_station_without_certificates_says_not_found(aws):
    install(ROOT)
    keep_listed(finished({}, {"status": "NotFound"}))
    assert known() == set()


def test_a_list_with_another_algorithm_names_the_same_station_anew(aws):
    install(ROOT)
    chain = {
        "certificateType": "CSMSRootCertificate",
        "certificateHashData": hashed(ROOT, "SHA384"),
    }
    keep_listed(finished({}, {"status": "Accepted", "certificateHashDataChain": [chain]}))
    assert known() == {("CSMSRootCertificate", serial(ROOT))}


@pytest.mark.parametrize("status", ["Accepted", "NotFound"])
def test_a_deleted_certificate_is_forgotten(aws, status):
    install(ROOT)
    install(OTHER)
    asked = hashed(ROOT) | {"issuerKeyHash": hashed(ROOT)["issuerKeyHash"].upper()}
    keep_deleted(finished({"certificateHashData": asked}, {"status": status}))
    assert known() == {("CSMSRootCertificate", serial(OTHER))}


def test_a_failed_deletion_changes_nothing(aws):
    install(ROOT)
    keep_deleted(finished({"certificateHashData": hashed(ROOT)}, {"status": "Failed"}))
    assert known() == {("CSMSRootCertificate", serial(ROOT))}
