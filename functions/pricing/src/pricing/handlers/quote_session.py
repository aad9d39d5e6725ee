"""Facts of a session, running or ended -> what it costs so far; sessions asks."""

from collections.abc import Mapping
from typing import Any

from pricing.quote_session import quote_session


def handler(event: Mapping[str, Any], context: object) -> Mapping[str, str]:
    """Fails as `NoTariff` if nothing says what the session costs, `UnknownStation` if too early."""
    return quote_session(event["session"])
