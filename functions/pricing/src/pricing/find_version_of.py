"""The version of a tariff that a person names for a session."""

from corridor_kernel.problems import invalid
from corridor_kernel.times import from_text
from pricing.domain.basis import Basis
from pricing.domain.version import Version, key_of
from pricing.find_versions import find_version_at


def find_version_of(tariff_id: str, basis: Basis) -> Version:
    """In effect when the session started, else the first; wherever it is assigned to.

    Problem 422 if there is no such tariff, or if it is in another currency than the site's.
    """
    started_at = from_text(basis.facts["started_at"])
    version = find_version_at(key_of(tariff_id), started_at)
    if version is None:
        raise invalid([("corrections.tariff_id", "is no tariff")])
    if version.document["currency"] != basis.site.currency:
        raise invalid([("corrections.tariff_id", f"is not in {basis.site.currency}")])
    return version
