"""Facts of a finished session -> its CDR's id and totals; the charging_session machine calls it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pricing.domain.facts import facts_of
from pricing.rate_session import rate_session


def handler(event: Mapping[str, Any], context: object) -> Mapping[str, str]:
    """Fails as `NoTariff` if nothing says what the session costs, `UnknownStation` if too early."""
    return rate_session(facts_of(event["session"]), datetime.now(UTC))
