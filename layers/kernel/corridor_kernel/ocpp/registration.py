"""What operators say of a station: how its boot is answered, and when it is provisioned."""

from enum import StrEnum


class Registration(StrEnum):
    """How a BootNotification of the station is answered."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


class Provisioning(StrEnum):
    """When a station is brought to what is wanted of it without being asked.

    BeforeService: it is held Pending until its first run is over. InService: it is at work already,
    for another backend, say. OnRequest: never, an operator has to ask for it.
    """

    BEFORE_SERVICE = "BeforeService"
    IN_SERVICE = "InService"
    ON_REQUEST = "OnRequest"
