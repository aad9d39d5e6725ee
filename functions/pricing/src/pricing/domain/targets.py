"""Where and for whom a tariff counts, and which of several comes first.

The most exact place comes first: connector, EVSE, station, site, everywhere. At one place a tariff
for the token's group comes before one for its party, and both before one for anybody.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from corridor_kernel.ocpp.id_tokens import folded

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Driver:
    """What prices may depend on: the group of a token, and the party (`NL-TNM`) it is from."""

    group: str | None = None
    party: str | None = None


ANYBODY = Driver()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a session takes place, as far as it is known."""

    site: str
    station: str
    evse: int | None
    connector: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """A site (or EVERYWHERE), or one of its stations, EVSEs, connectors; for some drivers only."""

    site: str
    station: str | None = None
    evse: int | None = None
    connector: int | None = None
    group: str | None = None
    party: str | None = None

    @property
    def key(self) -> str:
        """One key for all spellings of a target (R-AUTH-2, T11)."""
        group = self.group and folded(self.group)
        party = self.party and self.party.upper()
        return json.dumps([self.site, self.station, self.evse, self.connector, group, party])

    @property
    def view(self) -> dict[str, str | int]:
        """What is set of it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def target_of(given: Mapping[str, Any]) -> Target:
    return Target(**{name: value for name, value in given.items() if value is not None})


def located(spot: Spot, evses: Sequence[Mapping[str, Any]]) -> Spot:
    """With the EVSE and the connector that a session did not tell, where there is only one."""
    evse = _only(spot.evse, evses)
    known = next((each for each in evses if each["id"] == evse), None)
    connector = _only(spot.connector, known["connectors"]) if known else spot.connector
    return replace(spot, evse=evse, connector=connector)


def _only(told: int | None, there: Sequence[Mapping[str, Any]]) -> int | None:
    return there[0]["id"] if told is None and len(there) == 1 else told


def covering(spot: Spot, driver: Driver) -> Iterator[Target]:
    """Every target that a tariff for this driver at this spot may have, what counts most first."""
    for place in reversed(list(_places(spot))):
        if driver.group is not None:
            yield replace(place, group=driver.group)
        if driver.party is not None:
            yield replace(place, party=driver.party)
        yield place


def _places(spot: Spot) -> Iterator[Target]:
    yield Target(EVERYWHERE)
    yield Target(spot.site)
    yield Target(spot.site, spot.station)
    if spot.evse is not None:
        yield Target(spot.site, spot.station, spot.evse)
        if spot.connector is not None:
            yield Target(spot.site, spot.station, spot.evse, spot.connector)
