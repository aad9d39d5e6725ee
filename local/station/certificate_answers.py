"""Blocks A and M: the station's own certificates, and the roots that it trusts."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, on, verdict
from local.station.security import STATION


class CertificateAnswers(Answering):
    """CertificateSigned, InstallCertificate, DeleteCertificate, GetInstalledCertificateIds."""

    @on("CertificateSigned")
    def certificate_signed(
        self, certificate_chain: str, certificate_type: str = STATION, **_: Any
    ) -> Any:
        taken = self._station.security.take(certificate_chain, certificate_type)
        return call_result.CertificateSigned(status=verdict(taken))

    @on("InstallCertificate")
    def install_certificate(self, certificate_type: str, certificate: str, **_: Any) -> Any:
        status = self._station.security.install(certificate_type, certificate)
        return call_result.InstallCertificate(status=status)

    @on("DeleteCertificate")
    def delete_certificate(self, certificate_hash_data: dict[str, Any], **_: Any) -> Any:
        status = self._station.security.delete(certificate_hash_data)
        return call_result.DeleteCertificate(status=status)

    @on("GetInstalledCertificateIds")
    def get_installed_certificate_ids(
        self, certificate_type: list[str] | None = None, **_: Any
    ) -> Any:
        chains = self._station.security.listed(certificate_type)
        return call_result.GetInstalledCertificateIds(
            status="Accepted" if chains else "NotFound",
            certificate_hash_data_chain=chains or None,
        )
