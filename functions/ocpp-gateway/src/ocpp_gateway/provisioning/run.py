"""One run at one station, and what its phases need to know; read when first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.times import to_text
from ocpp_gateway.call_items import protocol_of
from ocpp_gateway.domain.provisioning import fingerprint
from ocpp_gateway.provisioning.model_profiles import digest_of
from ocpp_gateway.records import all_records
from ocpp_gateway.tables import StationTable

Json = Mapping[str, Any]


@dataclass
class Run:
    """`station` as it was read at the beginning of this turn."""

    run_id: str
    station: StationTable
    now: datetime
    _records: dict[str, dict[str, Json]] = field(default_factory=dict)

    def records(self, kind: str) -> dict[str, Json]:
        if kind not in self._records:
            self._records[kind] = all_records(self.station.station_id, kind)
        return self._records[kind]

    @property
    def speaks_16(self) -> bool:
        return protocol_of(self.station) == Protocol.OCPP_1_6

    @property
    def booted_at(self) -> str:
        return to_text(self.station.booted_at) if self.station.booted_at else ""


def fingerprint_of(station: StationTable) -> str:
    """What it is, and what is wanted of such a station: either may change."""
    return fingerprint(
        station.vendor_name,
        station.model,
        station.serial_number,
        station.firmware_version,
        digest_of(station.vendor_name, station.model),
    )
