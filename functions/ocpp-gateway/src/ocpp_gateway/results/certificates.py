"""What stations say of certificates: their own, and the roots that they trust."""

from collections.abc import Iterable
from typing import Any

from corridor_kernel.ocpp.certificates import RootUse
from corridor_kernel.times import from_text
from ocpp_gateway.advance_upgrade import after_installation
from ocpp_gateway.certificates.records import CERTIFICATE, CHARGING_STATION, V2G, certificate_key
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.records import Content, all_records, delete_record, find_record, put_record
from ocpp_gateway.tables import StationTable

# What GetInstalledCertificateIds can tell of; a station's own certificate for us is not in it.
LISTED = (*RootUse, "V2GCertificateChain")

_EXPIRY = {V2G: StationTable.v2g_certificate_expires_at}


def keep_signed(finished: Finished) -> None:
    """CertificateSigned: the station uses the certificate from now on, or refused it."""
    use = finished.payload.get("certificateType", CHARGING_STATION)
    key = certificate_key(use, finished.payload["certificateChain"])
    known = find_record(finished.station_id, CERTIFICATE, key) or {"certificateType": use}
    accepted = finished.response.get("status") == "Accepted"
    told = _told(finished, "Installed" if accepted else "Refused")
    put_record(finished.station_id, CERTIFICATE, key, {**known, **told}, finished.finished_at)
    if accepted and "valid_until" in known:
        expiry = _EXPIRY.get(use, StationTable.certificate_expires_at)
        change = expiry.set(from_text(known["valid_until"]))
        StationTable(finished.station_id, "station").update([change])
    if accepted and use == CHARGING_STATION:
        after_installation(finished.station_id, finished.finished_at)


def keep_installed(finished: Finished) -> None:
    """InstallCertificate: a root that the station trusts; a refusal leaves what it had."""
    if finished.response.get("status") != "Accepted":
        return
    # Only here, and only on the call table's stream.
    from ocpp_gateway.domain.x509 import facts_of, hash_data, load_chain

    pem, use = finished.payload["certificate"], finished.payload["certificateType"]
    root = load_chain(pem)[0]
    hashed, facts = hash_data(root, root), facts_of(root)
    content = {
        "certificateType": use,
        "certificate": pem,
        "certificateHashData": hashed,
        "common_name": facts.common_name,
        "status": "Installed",
    }
    key = hash_key(use, hashed)
    put_record(finished.station_id, CERTIFICATE, key, content, finished.finished_at)


def keep_listed(finished: Finished) -> None:
    """GetInstalledCertificateIds: what the station does not name it does not have."""
    uses = finished.payload.get("certificateType") or LISTED
    chains = finished.response.get("certificateHashDataChain") or []
    known = all_records(finished.station_id, CERTIFICATE)
    listed = {hash_key(c["certificateType"], c["certificateHashData"]): c for c in chains}
    for key, content in known.items():
        if content["certificateType"] in uses and key not in listed:
            delete_record(finished.station_id, CERTIFICATE, key)
    for key, chain in listed.items():
        content = {**known.get(key, {}), **chain, "status": "Installed"}
        put_record(finished.station_id, CERTIFICATE, key, content, finished.finished_at)


def keep_deleted(finished: Finished) -> None:
    """DeleteCertificate: deleted, or never there."""
    if finished.response.get("status") not in ("Accepted", "NotFound"):
        return
    hashed = finished.payload["certificateHashData"]
    for key in _keys_of(all_records(finished.station_id, CERTIFICATE), hashed):
        delete_record(finished.station_id, CERTIFICATE, key)


def hash_key(use: str, hashed: Content) -> str:
    """One certificate under one hash algorithm; hex in any case is the same."""
    names = ("hashAlgorithm", "issuerKeyHash", "serialNumber")
    return "/".join([use, *(str(hashed[name]).lower() for name in names)])


def _keys_of(known: dict[str, Content], hashed: Content) -> Iterable[str]:
    return [
        key
        for key, content in known.items()
        if "certificateHashData" in content
        and hash_key("", content["certificateHashData"]) == hash_key("", hashed)
    ]


def _told(finished: Finished, status: str) -> dict[str, Any]:
    info = finished.response.get("statusInfo")
    return {"status": status} | ({"statusInfo": info} if info else {})
