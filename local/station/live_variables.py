"""Variables that nobody keeps, because the station sees them: states, power, the clock."""

from typing import TYPE_CHECKING

from corridor_kernel.times import to_text
from local.station.evse import Evse

if TYPE_CHECKING:
    from local.station.station import Station


def bind(station: "Station") -> None:
    """Let the device model look at the station itself."""
    named = station.model.named
    named("ClockCtrlr/DateTime").live = lambda: to_text(station.clock.now())
    named("ChargingStation/AvailabilityState").live = lambda: _whole(station)
    for evse in station.evses.values():
        _bind_evse(station, evse)


def _bind_evse(station: "Station", evse: Evse) -> None:
    named = station.model.named
    named(f"EVSE@{evse.id}/AvailabilityState").live = lambda: evse.status
    named(f"EVSE@{evse.id}/Power").live = lambda: f"{evse.meter.power_w:.0f}"
    named(f"FiscalMetering@{evse.id}/EnergyImportRegister").live = lambda: str(
        evse.meter.register_wh
    )
    if signer := evse.readings.signer:
        named(f"FiscalMetering@{evse.id}/PublicKey").live = lambda: signer.public_key
    named(f"Connector@{evse.id}.{evse.connector_id}/AvailabilityState").live = lambda: evse.status


def _whole(station: "Station") -> str:
    states = {evse.status for evse in station.evses.values()}
    return next(iter(states)) if len(states) == 1 else "Available"
