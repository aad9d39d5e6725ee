"""Blocks A and M: what is checked of certificates and, in OCPP 1.6, of passwords."""

from collections.abc import Iterator, Mapping

from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.rules.provisioning import password_from_outside
from ocpp_gateway.domain.rules.rule import Known, Rule


def _install_certificate(payload: Payload, _: Known) -> Iterator[str]:
    # 25 ms that only this CALL pays for.
    from ocpp_gateway.domain.x509 import load_chain

    try:
        certificates = load_chain(payload["certificate"])
    except ValueError:
        yield "certificate is no PEM certificate (M05)."
    else:
        if len(certificates) != 1:
            yield "certificate must be one certificate, no chain."


def _change_configuration(payload: Payload, _: Known) -> Iterator[str]:
    yield from password_from_outside("ChangeConfiguration", payload)


RULES: Mapping[str, Rule] = {"InstallCertificate": Rule(_install_certificate)}
RULES_1_6: Mapping[str, Rule] = {
    "ChangeConfiguration": Rule(_change_configuration),
    "InstallCertificate": Rule(_install_certificate),
}
