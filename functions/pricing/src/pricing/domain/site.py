"""Where a station stands, as far as prices depend on it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Site:
    """IANA time zone, ISO 3166 country, ISO 4217 currency; `metering` if not as in the country."""

    id: str
    name: str | None
    time_zone: str
    country: str
    currency: str
    metering: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """ValueError or KeyError (ZoneInfoNotFoundError) if there is no such zone."""
        return ZoneInfo(self.time_zone)
