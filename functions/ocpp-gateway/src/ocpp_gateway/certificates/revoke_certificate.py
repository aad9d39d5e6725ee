"""A certificate of a station opens no socket any more."""

from datetime import datetime
from typing import Any

from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway.call_items import find_station
from ocpp_gateway.certificates.records import CERTIFICATE, REVOKED
from ocpp_gateway.deadlines import close_later
from ocpp_gateway.records import all_records, put_record

_CLOSING_DELAY_S = 2


def revoke_certificate(station_id: str, sha256: str, now: datetime) -> dict[str, Any]:
    """`{station_id, sha256, revoked_at}`; Problem 404.

    The socket may have been opened with it, so it is closed: set down first, to come after.
    """
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    fingerprint = sha256.lower()
    if station.connection_id:
        close_later(station.connection_id, _CLOSING_DELAY_S)
    revoked_at = to_text(now)
    put_record(station_id, REVOKED, fingerprint, {"revoked_at": revoked_at}, now)
    for key, content in all_records(station_id, CERTIFICATE).items():
        if content.get("sha256") == fingerprint:
            put_record(station_id, CERTIFICATE, key, {**content, "status": "Revoked"}, now)
    return {"station_id": station_id, "sha256": fingerprint, "revoked_at": revoked_at}
