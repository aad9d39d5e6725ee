"""One tariff with its history."""

from typing import Any

from corridor_kernel.problems import not_found
from pricing.domain.version import key_of, view
from pricing.find_versions import find_latest, find_versions


def get_tariff(tariff_id: str) -> dict[str, Any]:
    """The version created last, and `versions`: all of them, by when they take effect.

    Problem 404 if there is no such tariff.
    """
    key = key_of(tariff_id)
    latest = find_latest(key)
    if latest is None:
        raise not_found("tariff", tariff_id)
    return view(latest) | {"versions": [view(version) for version in find_versions(key)]}
