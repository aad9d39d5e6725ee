"""A certificate of a station opens no socket any more."""

from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.problems import not_found
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.call_items import find_station
from ocpp_gateway.certificates.records import CERTIFICATE, REVOKED
from ocpp_gateway.deadlines import close_later
from ocpp_gateway.records import all_records, put_record
from ocpp_gateway.tables import StationTable

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
            _forget_expiry(station_id, from_text(content["valid_until"]))
            put_record(station_id, CERTIFICATE, key, {**content, "status": "Revoked"}, now)
    return {"station_id": station_id, "sha256": fingerprint, "revoked_at": revoked_at}


def _forget_expiry(station_id: str, valid_until: datetime) -> None:
    """The station has no certificate of its own any more, unless it has got another since."""
    expires_at = StationTable.certificate_expires_at
    try:
        station = StationTable(station_id, "station")
        station.update([expires_at.remove()], expires_at == valid_until)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
