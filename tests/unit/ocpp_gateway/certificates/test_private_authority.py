"""AWS Private CA behind the port (moto)."""

import pytest
from cryptography import x509

from corridor_aws.clients import client
from ocpp_gateway.certificates.private_authority import PrivateAuthority
from tests.unit.ocpp_gateway.certificates import pki


@pytest.fixture
def authority(aws) -> PrivateAuthority:
    api = client("acm-pca")
    arn = api.create_certificate_authority(
        CertificateAuthorityConfiguration={
            "KeyAlgorithm": "EC_prime256v1",
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"Organization": "Corridor", "CommonName": "Stations"},
        },
        CertificateAuthorityType="ROOT",
    )["CertificateAuthorityArn"]
    csr = api.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]
    issued = api.issue_certificate(
        CertificateAuthorityArn=arn,
        Csr=csr.encode(),
        SigningAlgorithm="SHA256WITHECDSA",
        TemplateArn="arn:aws:acm-pca:::template/RootCACertificate/V1",
        Validity={"Value": 10, "Type": "YEARS"},
    )["CertificateArn"]
    root = api.get_certificate(CertificateAuthorityArn=arn, CertificateArn=issued)["Certificate"]
    api.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=root.encode()
    )
    return PrivateAuthority(arn, 365)


def test_it_signs_and_leaves_its_root_out(authority):
    chain = authority.sign(pki.csr(), "ChargingStationCertificate")
    (leaf,) = x509.load_pem_x509_certificates(chain.encode())
    root = x509.load_pem_x509_certificate(authority.root().encode())
    assert leaf.issuer == root.subject == root.issuer
    assert leaf.subject == pki.name()
