"""AWS Private CA: the key never leaves AWS, and what it signs is on record there."""

import os
from typing import Any

from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.serialization import Encoding

from corridor_aws.clients import client
from corridor_kernel.identifiers import digest
from ocpp_gateway.certificates.authority import Refused
from ocpp_gateway.certificates.records import V2G
from ocpp_gateway.domain.x509 import load_chain, without_root

_TEMPLATE = "arn:aws:acm-pca:::template/EndEntity{role}AuthCertificate/V1"
_HOPELESS = {"MalformedCSRException", "InvalidArgsException", "ValidationException"}
_PATIENCE = {"Delay": 1, "MaxAttempts": 20}


class PrivateAuthority:
    """One ACTIVE authority of acm-pca; its templates say what a certificate is good for."""

    def __init__(self, arn: str, days: int) -> None:
        self._arn = arn
        self._days = days
        self._algorithm = os.environ.get("PRIVATE_CA_SIGNING_ALGORITHM", "SHA256WITHECDSA")

    def sign(self, csr: str, profile: str) -> str:
        """Asked again within five minutes it gives the same certificate (IdempotencyToken)."""
        try:
            issued = self._api().issue_certificate(
                CertificateAuthorityArn=self._arn,
                Csr=csr.encode(),
                SigningAlgorithm=self._algorithm,
                TemplateArn=_TEMPLATE.format(role="Server" if profile == V2G else "Client"),
                Validity={"Value": self._days, "Type": "DAYS"},
                IdempotencyToken=digest(csr.encode()),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _HOPELESS:
                raise Refused(error.response["Error"]["Message"]) from error
            raise
        return self._fetched(issued["CertificateArn"])

    def root(self) -> str:
        found = self._api().get_certificate_authority_certificate(CertificateAuthorityArn=self._arn)
        chain = load_chain(found.get("CertificateChain") or found["Certificate"])
        return _pem(chain[-1])

    def _fetched(self, certificate_arn: str) -> str:
        which = {"CertificateAuthorityArn": self._arn, "CertificateArn": certificate_arn}
        self._api().get_waiter("certificate_issued").wait(**which, WaiterConfig=_PATIENCE)
        found = self._api().get_certificate(**which)
        text = "\n".join([found["Certificate"], found.get("CertificateChain", "")])
        return "".join(_pem(one) for one in without_root(load_chain(text)))

    def _api(self) -> Any:
        return client("acm-pca")


def _pem(certificate: Any) -> str:
    return str(certificate.public_bytes(Encoding.PEM).decode())
