"""How much of a list a station takes, by what it reported; None if it takes none."""

from collections.abc import Mapping
from typing import Any, Final

from ocpp_gateway.domain.local_list_entries import Room
from ocpp_gateway.domain.variables import value_of
from ocpp_gateway.records import find_record
from ocpp_gateway.tables import StationTable

_CONTROLLER: Final = "LocalAuthListCtrlr"
# Where a station does not say it; a frame has at most 32 KB (ocpp.md §2.1).
_ITEMS: Final = 20
_BYTES: Final = 24_000


def room_of(station: StationTable) -> Room | None:
    if (_value(station, "Enabled") or "").lower() != "true":
        return None
    entries = _record(station, "Entries").get("characteristics", {}).get("maxLimit")
    return Room(
        items=_number(_value(station, "ItemsPerMessage")) or _ITEMS,
        size=min(_number(_value(station, "BytesPerMessage")) or _BYTES, _BYTES),
        entries=None if entries is None else int(entries),
    )


def _value(station: StationTable, name: str) -> str | None:
    return value_of(_record(station, name))


def _record(station: StationTable, name: str) -> Mapping[str, Any]:
    return find_record(station.station_id, "variable", f"{_CONTROLLER}/{name}") or {}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
