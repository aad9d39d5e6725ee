"""A meter that takes its time to sign: what waits for its signature comes late."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from local.station.evse import Evse
    from local.station.station import Station

SIGNS_IN_S: Final = 30


def is_slow(station: "Station") -> bool:
    return station.config.signing is not None and station.config.quirks.signs_slowly


def later(station: "Station", work: Callable[[], None]) -> None:
    """Do it when the signature is there."""
    loop = asyncio.get_running_loop()
    loop.call_later(SIGNS_IN_S / station.clock.speed, work)


def tell_begin_later(station: "Station", evse: "Evse") -> None:
    """In an event of its own, unless the transaction is over before."""
    transaction = evse.transaction

    def tell() -> None:
        signer = evse.readings.signer
        if signer and evse.transaction is transaction and (begin := signer.late_begin()):
            evse.tell("Updated", "SignedDataReceived", readings=(begin,))

    later(station, tell)
