"""Whether a station shows what charging costs (TariffCostCtrlr, I02)."""

from collections.abc import Mapping
from typing import Any, Final

SHOWS_COSTS: Final = "TariffCostCtrlr/Enabled[Cost]"
"""The key of its variable among the station's records."""


def shows_costs(content: Mapping[str, Any] | None) -> bool:
    """As the station itself last told."""
    attributes = content.get("attributes", []) if content else []
    actual = [a.get("value") for a in attributes if a.get("type", "Actual") == "Actual"]
    return any(str(value).lower() == "true" for value in actual)
