"""Have a station's request signed, once, and send the station its certificate."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from corridor_aws.station_calls import send_call
from corridor_kernel.identifiers import digest
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.times import to_text
from ocpp_gateway.certificates.authority import Authority, Refused
from ocpp_gateway.certificates.records import (
    CERTIFICATE,
    CHARGING_STATION,
    NETWORK,
    REVOKED,
    ROOT,
    certificate_key,
)
from ocpp_gateway.certificates.requests import REQUEST, CertificateRequest
from ocpp_gateway.domain.x509 import facts_of, load_chain
from ocpp_gateway.records import Content, find_record, put_record

_CALLS = UUID("3d0a4f0e-1b68-4a3e-9d35-7a0f6a2c9e21")
_TIMEOUT_S = 120
AUTHORITY = "corridor-charging-stations"


def issue_certificate(request: CertificateRequest, authority: Authority, now: datetime) -> None:
    """Told again, it signs nothing twice; a CSR that comes anew gets the same certificate again,
    because its station seems not to have it. Not for ever: who keeps its key renews by that CSR.
    """
    chain = _issued_before(request, now)
    if chain is None:
        try:
            chain = authority.sign(request.csr, _use(request))
        except Refused as refusal:
            _keep(request, {"status": "Refused", "reason": str(refusal)}, now)
            return
        _keep(request, {"status": "Issued", "chain": chain}, now)
    _keep_certificate(request, chain, authority, now)
    _send(request, chain)


def _issued_before(request: CertificateRequest, now: datetime) -> str | None:
    """The chain that this CSR got for this use, while half of its life is left."""
    known = find_record(request.station_id, REQUEST, request.key)
    chain = known.get("chain") if known else None
    if known is None or chain is None or known["certificateType"] != _use(request):
        return None
    leaf = facts_of(load_chain(chain)[0])
    is_aged = now - leaf.valid_from > leaf.valid_until - now
    if is_aged or find_record(request.station_id, REVOKED, leaf.sha256):
        return None
    return str(chain)


def _use(request: CertificateRequest) -> str:
    return request.use or CHARGING_STATION


def _keep(request: CertificateRequest, more: Content, now: datetime) -> None:
    content = {"certificateType": _use(request), "csr": request.csr, **more}
    put_record(request.station_id, REQUEST, request.key, content, now)


def _keep_certificate(
    request: CertificateRequest, chain: str, authority: Authority, now: datetime
) -> None:
    """Before it goes out, so that the station's answer finds it."""
    use, leaf = _use(request), facts_of(load_chain(chain)[0])
    key = certificate_key(use, chain)
    if find_record(request.station_id, CERTIFICATE, key):
        return
    content: dict[str, Any] = {
        "certificateType": use,
        "certificate": chain,
        "status": "Issued",
        "common_name": leaf.common_name,
        "serial_number": leaf.serial_number,
        "sha256": leaf.sha256,
        "valid_until": to_text(leaf.valid_until),
    }
    put_record(request.station_id, CERTIFICATE, key, content, now)
    _keep_root(authority, now)


def _keep_root(authority: Authority, now: datetime) -> None:
    """For operators: the edge has to trust it."""
    pem = authority.root()
    root = facts_of(load_chain(pem)[0])
    content = {
        "certificateType": "Authority",
        "certificate": pem,
        "common_name": root.common_name,
        "serial_number": root.serial_number,
        "valid_until": to_text(root.valid_until),
    }
    put_record(NETWORK, ROOT, AUTHORITY, content, now)


def _send(request: CertificateRequest, chain: str) -> None:
    """One CALL for each SignCertificate: its id follows from that, so a repeat is dropped."""
    named = f"{request.station_id}\n{request.message_id}\n{digest(request.csr.encode())}"
    payload = {"certificateChain": chain}
    if request.use and request.protocol != Protocol.OCPP_1_6:
        payload["certificateType"] = request.use
    call_id = str(uuid5(_CALLS, named))
    send_call(request.station_id, call_id, "CertificateSigned", payload, timeout_s=_TIMEOUT_S)
