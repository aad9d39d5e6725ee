"""The stations of a campaign: those named, or those of a site or a model."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corridor_kernel.problems import invalid
from ocpp_gateway.tables import StationTable

MAX_STATIONS = 500


def choose_stations(
    named: Sequence[str] | None, selection: Mapping[str, Any] | None
) -> tuple[list[str], list[str]]:
    """Ids in the order of their turns, those online first; and names that are no station's.

    Problem 422 for more than one machine can see to.
    """
    if named is None:
        keys = [key.station_id for key in StationTable.by_kind.query("station")]
    else:
        keys = list(dict.fromkeys(named))
    found = {
        station.station_id: station
        for station in StationTable.batch_get([(key, "station") for key in keys])
    }
    chosen = [found[key] for key in keys if key in found and _is_like(found[key], selection)]
    if len(chosen) > MAX_STATIONS:
        raise invalid([("selection", f"A campaign has at most {MAX_STATIONS} stations.")])
    return _online_first(chosen), [key for key in keys if key not in found]


def _is_like(station: StationTable, selection: Mapping[str, Any] | None) -> bool:
    wanted = selection or {}
    sites, models = wanted.get("sites"), wanted.get("models")
    at_site = sites is None or (station.site or {}).get("id") in sites
    return at_site and (models is None or station.model in models)


def _online_first(stations: Iterable[StationTable]) -> list[str]:
    ordered = sorted(stations, key=lambda station: station.connection_id is None)
    return [station.station_id for station in ordered]
