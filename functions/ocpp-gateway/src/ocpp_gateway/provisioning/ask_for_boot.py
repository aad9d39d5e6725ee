"""A 1.6 station that only changed its URL need not boot here: it is asked what it is (ADR 0014)."""

from hashlib import sha256

from corridor_aws.station_calls import send_call
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.registration import Provisioning
from ocpp_gateway.call_items import find_station, protocol_of


def ask_for_boot(station_id: str) -> None:
    """Once a socket, until it has booted: without a boot nothing is known to provision.

    One that is just about to boot by itself boots twice, which changes nothing.
    """
    station = find_station(station_id)
    if station is None or station.boot_status or not station.connection_id:
        return
    is_left_alone = station.provisioning_policy == Provisioning.ON_REQUEST
    if protocol_of(station) == Protocol.OCPP_1_6 and not is_left_alone:
        call_id = f"boot-{sha256(station.connection_id.encode()).hexdigest()[:24]}"
        send_call(station_id, call_id, "TriggerMessage", {"requestedMessage": "BootNotification"})
