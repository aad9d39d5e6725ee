"""What a country asks of the meter behind a bill: `metering_policies.json` (R-EI-7, R-EI-8).

A site may be registered with another policy than its country's, by name: one that is not open to
the public, or one whose country asks for nothing while its operator does.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corridor_kernel.ocpi.text import loads
from pricing.domain.site import Site


@dataclass(frozen=True, slots=True)
class Metering:
    """`pair_required`: nothing is billed without a valid pair of signed readings.

    A pair with one of `blocking_findings` is none. `signed_times`: the times that the meter signed
    are billed where its clock was synchronised. `certified_clock`: without one no time is billed,
    nor a price that a moment of the session decides.
    """

    pair_required: bool
    blocking_findings: tuple[str, ...]
    signed_times: bool
    certified_clock: bool


def metering_of(site: Site) -> Metering:
    """The site's own policy, else its country's; KeyError if there is no policy of that name."""
    data = _data()
    name = site.metering or data["countries"].get(site.country.upper(), data["elsewhere"])
    policy = data["policies"][name]
    return Metering(**{**policy, "blocking_findings": tuple(policy["blocking_findings"])})


@cache
def _data() -> dict[str, Any]:
    return loads((files(__package__) / "metering_policies.json").read_text())
