"""The languages of the countries where stations stand."""

from collections.abc import Mapping
from typing import Final

_OF_COUNTRY: Final[Mapping[str, tuple[str, ...]]] = {
    "AT": ("de",),
    "BE": ("nl", "fr"),
    "CH": ("de", "fr", "it"),
    "CZ": ("cs",),
    "DE": ("de",),
    "DK": ("da",),
    "FR": ("fr",),
    "HU": ("hu",),
    "IT": ("it",),
    "LU": ("fr", "de"),
    "NL": ("nl",),
    "PL": ("pl",),
    "SE": ("sv",),
}
_EVERYWHERE: Final = "en"


def languages_at(country: str) -> tuple[str, ...]:
    """ISO 639-1 codes for an ISO 3166 one: the most spoken there first, English last."""
    return (*_OF_COUNTRY.get(country, ()), _EVERYWHERE)
