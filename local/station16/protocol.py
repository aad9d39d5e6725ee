"""OCPP-J 1.6 on one socket: the other version's frames are the same."""

from ocpp.v16 import call_result

from local.station.protocol import Protocol


class Protocol16(Protocol):
    """The package's charge point with the classes and schemas of 1.6."""

    _call_result = call_result
    _ocpp_version = "1.6"
