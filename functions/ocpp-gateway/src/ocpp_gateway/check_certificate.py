"""Is this client certificate that of this station? (A00.FR.404, 405)

The edge has verified that the key is the client's and that the chain leads to our authority.
"""

from datetime import datetime

from corridor_aws import settings
from ocpp_gateway.certificates.records import CERTIFICATE, CHARGING_STATION, REVOKED
from ocpp_gateway.domain.x509 import Facts, facts_of, load_chain
from ocpp_gateway.records import find_record
from ocpp_gateway.tables import StationTable


def is_certificate_of(station: StationTable, pem: str, now: datetime) -> bool:
    """Two reads; none for a certificate that is somebody else's.

    We must have issued it to this very station: a serial number is what a station says of itself.
    """
    try:
        facts = facts_of(load_chain(pem)[0])
    except ValueError:
        return False
    if not _names(facts, station) or not facts.valid_from <= now < facts.valid_until:
        return False
    issued = find_record(station.station_id, CERTIFICATE, f"{CHARGING_STATION}/{facts.sha256}")
    return issued is not None and find_record(station.station_id, REVOKED, facts.sha256) is None


def _names(facts: Facts, station: StationTable) -> bool:
    organization = settings.required("ORGANIZATION_NAME")
    return bool(
        station.serial_number
        and facts.organization == organization
        and facts.common_name == station.serial_number
    )
