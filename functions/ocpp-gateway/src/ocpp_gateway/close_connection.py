"""A station's socket is closed: it is noted, and the CALL that was out on it ends."""

from datetime import datetime

from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.end_inflight_call import end_inflight_call
from ocpp_gateway.forget_socket import forget_socket


def close_connection(station_id: str, connection_id: str, now: datetime) -> None:
    """A `$disconnect` that comes after the reconnect changes nothing (aws.md §1.4).

    Either way the CALL that was out on the closed socket ends.
    """
    forget_socket(station_id, connection_id, now)
    end_inflight_call(station_id, Outcome.DISCONNECTED, now)
