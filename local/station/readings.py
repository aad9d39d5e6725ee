"""What the meter of an EVSE shows and signs, for the events of its transaction."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from local.station.meter import Meter
from local.station.reading import BEGIN, END, Reading
from local.station.signer import Signer
from local.station.signing import Wishes

if TYPE_CHECKING:
    from local.station.evse import Evse
    from local.station.station import Station

SIGN_ENDED: Final = "SampledDataCtrlr/SignReadings"

_SIGN_FISCAL: Final = "AlignedDataCtrlr/SignReadings"
_SIGNED_BY: Final = {
    BEGIN: "SampledDataCtrlr/SignStartedReadings",
    END: SIGN_ENDED,
    "Sample.Periodic": "SampledDataCtrlr/SignUpdatedReadings",
    "Sample.Clock": "AlignedDataCtrlr/SignUpdatedReadings",
}


class Readings:
    """The car takes what it wants and charging profiles allow."""

    def __init__(self, station: "Station", evse: "Evse") -> None:
        self._station = station
        self._evse = evse
        self.signer = _signer(station, evse.id)

    def advance(self) -> None:
        """Let the meter run up to now."""
        evse, limits = self._evse, self._station.smart_charging
        if evse.vehicle:
            limit_w = partial(limits.available_w, evse) if limits.profiles else None
            evse.meter.advance(self._station.clock.now(), evse.vehicle, limit_w)

    def take(self, at: datetime, context: str) -> tuple[Reading, ...]:
        """What it showed when it last ran, for an event of that instant.

        `context` is a ReadingContextEnumType; the power is in periodic samples only.
        """
        meter, transaction = self._evse.meter, self._evse.transaction
        power_w = meter.power_w if context.startswith("Sample") else None
        reading = Reading(at, meter.register_wh, context, power_w)
        if self.signer is None or transaction is None:
            return (reading,)
        return self.signer.take(reading, transaction.token.id_token)

    def fiscal(self, at: datetime, context: str) -> Reading:
        """What it shows outside of any transaction."""
        reading = Reading(at, self._evse.meter.register_wh, context)
        if self.signer and self._station.model.flag(_SIGN_FISCAL):
            return self.signer.fiscal(reading)
        return reading

    def replace_meter(self) -> None:
        """A fitter puts another meter in while nobody charges: its register begins at 0."""
        self._evse.meter = Meter(0.0)
        if self.signer:
            self.signer.replace_meter()


def _signer(station: "Station", evse_id: int) -> Signer | None:
    signing, model = station.config.signing, station.model
    if signing is None:
        return None

    def is_signed(context: str) -> bool:
        return context in _SIGNED_BY and model.flag(_SIGNED_BY[context])

    wishes = Wishes(is_signed, lambda: model.text("PublicKeyWithSignedMeterValue"))
    place = f"{station.id}-{evse_id}"
    return Signer(place, signing.curve(evse_id), signing, wishes, station.config.quirks)
