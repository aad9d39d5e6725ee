"""Once a day: have stations renew the certificates and passwords that are about to be too old."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from corridor_aws.station_calls import send_call
from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.call_items import protocol_of
from ocpp_gateway.certificates.trigger import CHARGING_STATION, V2G, signing_trigger
from ocpp_gateway.domain.password_rotation import rotation
from ocpp_gateway.tables import StationTable

_CALLS = UUID("a31f6f0c-6f55-4f6c-8c1c-0a4f7a5b1c77")


@dataclass(frozen=True, slots=True)
class Ages:
    """How long before its end a certificate is renewed; how old a password gets (None: any age)."""

    certificate_margin: timedelta
    password_age: timedelta | None


def renew_credentials(ages: Ages, now: datetime) -> None:
    """Asks each station once a day at most: run again on the same day, nothing comes of it."""
    keys = [(key.station_id, "station") for key in StationTable.by_kind.query("station")]
    for station in StationTable.batch_get(keys):
        for action, payload in _due(station, ages, now):
            named = f"{station.station_id}\n{action}\n{payload}\n{now.date()}"
            send_call(station.station_id, str(uuid5(_CALLS, named)), action, payload)


def _due(station: StationTable, ages: Ages, now: datetime) -> Iterator[tuple[str, Payload]]:
    if not station.connection_id:
        return
    protocol = str(protocol_of(station))
    ends = {
        CHARGING_STATION: station.certificate_expires_at,
        V2G: station.v2g_certificate_expires_at,
    }
    for use, end in ends.items():
        if end is not None and end - now < ages.certificate_margin:
            yield signing_trigger(use, protocol)
    if ages.password_age is not None and _is_old(station, ages.password_age, now):
        yield rotation(protocol)


def _is_old(station: StationTable, age: timedelta, now: datetime) -> bool:
    if station.next_password_hash or station.security_profile == 3:
        return False
    changed = station.password_changed_at
    return changed is None or now - changed > age
