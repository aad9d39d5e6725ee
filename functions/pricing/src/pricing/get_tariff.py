"""One tariff with its history."""

from typing import Any, Final

from corridor_kernel.problems import not_found
from pricing.domain.version import key_of, view
from pricing.find_versions import find_latest, find_versions

MOST_VERSIONS: Final = 100
"""An answer carries 6 MB; of some tariffs there is a version an hour."""


def get_tariff(tariff_id: str) -> dict[str, Any]:
    """The version created last, and `versions`: the last MOST_VERSIONS to take effect.

    Problem 404 if there is no such tariff.
    """
    key = key_of(tariff_id)
    latest = find_latest(key)
    if latest is None:
        raise not_found("tariff", tariff_id)
    return view(latest) | {
        "versions": [view(version) for version in find_versions(key, MOST_VERSIONS)]
    }
