"""SignCertificate: a station wants a certificate, and gets it later (A02, A03, R-RPC-14)."""

from typing import Any

from corridor_aws import settings
from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.certificates.records import V2G
from ocpp_gateway.certificates.requests import REQUEST, CertificateRequest, enqueue
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import put_record
from ocpp_gateway.tables import StationTable


def answer(request: Request) -> dict[str, Any]:
    """Accepted: it is being issued. Rejected says why no certificate can come of this CSR."""
    wanted = CertificateRequest(
        station_id=request.station_id,
        protocol=request.connection.protocol,
        message_id=request.message_id,
        csr=request.payload["csr"],
        use=request.payload.get("certificateType"),
    )
    mark_seen(request.station_id, request.now)
    fault = _find_fault(wanted)
    if fault:
        content = {"status": "Rejected", "reason": fault, "csr": wanted.csr}
        put_record(wanted.station_id, REQUEST, wanted.key, content, request.now)
        info = {"reasonCode": "InvalidCSR", "additionalInfo": fault}
        return {"status": "Rejected"} | ({} if _is_1_6(wanted) else {"statusInfo": info})
    enqueue(wanted)
    return {"status": "Accepted"}


def _find_fault(wanted: CertificateRequest) -> str | None:
    # 25 ms that only the frames pay for that need it.
    from ocpp_gateway.domain.signing_requests import Expected, find_csr_fault

    station = StationTable.get(wanted.station_id, "station", consistent_read=True)
    names = {station.serial_number} - {None}
    if wanted.use == V2G:
        names |= {wanted.station_id}
    return find_csr_fault(wanted.csr, Expected(settings.required("ORGANIZATION_NAME"), names))


def _is_1_6(wanted: CertificateRequest) -> bool:
    return wanted.protocol == Protocol.OCPP_1_6
