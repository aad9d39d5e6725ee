"""What the meter of a connector shows and signs, in the words of 1.6."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from corridor_kernel.times import to_text
from local.station.meter import Meter
from local.station.reading import BEGIN, END, Reading
from local.station.signer import Signer
from local.station.signing import Wishes
from local.station16.configuration import METER_PUBLIC_KEY, SIGN_ENDED

if TYPE_CHECKING:
    from local.station16.connector import Connector
    from local.station16.station import Station16

PERIODIC: Final = "Sample.Periodic"

_OCMF: Final = "OCMF|"
_SIGNED_BY: Final = {
    BEGIN: "SampledDataSignStartedReadings",
    END: SIGN_ENDED,
    PERIODIC: "SampledDataSignUpdatedReadings",
}


class Readings16:
    """What is signed is finer than what is told beside it: that has whole Wh only."""

    def __init__(self, station: "Station16", connector: "Connector") -> None:
        self._station = station
        self._connector = connector
        self.signer = _signer(station, connector.id)
        self._show_key()

    def take(self, at: datetime, context: str, id_tag: str) -> tuple[Reading, ...]:
        """What it showed when it last ran, for a message of that instant."""
        reading = Reading(at, self._connector.meter.register_wh, context)
        return self.signer.take(reading, id_tag) if self.signer else (reading,)

    def replace_meter(self) -> None:
        """A fitter puts another meter in while nobody charges: its register begins at 0."""
        self._connector.meter = Meter(0.0)
        if self.signer:
            self.signer.replace_meter()
        self._show_key()

    def _show_key(self) -> None:
        if self.signer:
            key = f"{METER_PUBLIC_KEY}{self._connector.id}"
            self._station.configuration.preset(key, self.signer.public_key)


def whole_wh(reading: Reading) -> int:
    """More does not fit into meterStart and meterStop."""
    return int(reading.register_wh)


def meter_values(readings: Iterable[Reading]) -> list[dict[str, Any]]:
    """MeterValue of each reading, its signed value behind the plain one (R-RPC-12)."""
    return [_meter_value(reading) for reading in readings]


def _meter_value(reading: Reading) -> dict[str, Any]:
    value: dict[str, Any] = {"value": str(whole_wh(reading))}
    if reading.context != PERIODIC:
        value["context"] = reading.context
    values = [value]
    if reading.signed:
        values.append(value | {"value": _signed_data(reading.signed), "format": "SignedData"})
    return {"timestamp": to_text(reading.at), "sampled_value": values}


def _signed_data(signed: dict[str, str]) -> str:
    """SignedMeterValueType as text; older firmware sends the record as it is."""
    data = signed["signedMeterData"]
    return data if data.startswith(_OCMF) else json.dumps(signed)


def _signer(station: "Station16", connector_id: int) -> Signer | None:
    signing, configuration = station.config.signing, station.configuration
    if signing is None:
        return None

    def is_signed(context: str) -> bool:
        return context in _SIGNED_BY and configuration.flag(_SIGNED_BY[context])

    wishes = Wishes(is_signed, lambda: configuration.text("PublicKeyWithSignedMeterValue"))
    place, curve = f"{station.id}-{connector_id}", signing.curve(connector_id)
    return Signer(place, curve, signing, wishes, station.config.quirks)
