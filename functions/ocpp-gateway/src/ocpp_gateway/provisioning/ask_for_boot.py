"""A 1.6 station that only changed its URL need not boot here: it is asked what it is (ADR 0014)."""

from hashlib import sha256

from corridor_aws.station_calls import send_call
from ocpp_gateway.call_items import find_station, protocol_of
from ocpp_gateway.domain.registration import OCPP_1_6, ON_REQUEST


def ask_for_boot(station_id: str) -> None:
    """Once a socket, until it has booted: without a boot nothing is known to provision.

    One that is just about to boot by itself boots twice, which changes nothing.
    """
    station = find_station(station_id)
    if station is None or station.boot_status or not station.connection_id:
        return
    if protocol_of(station) == OCPP_1_6 and station.provisioning_policy != ON_REQUEST:
        call_id = f"boot-{sha256(station.connection_id.encode()).hexdigest()[:24]}"
        send_call(station_id, call_id, "TriggerMessage", {"requestedMessage": "BootNotification"})
