"""Facts of a finished session -> its CDR's id and totals; the charging_session machine calls it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pricing.rate_session import rate_session


def handler(event: Mapping[str, Any], context: object) -> Mapping[str, str]:
    """Fails as NoTariff where nothing says what it costs, as UnknownStation if it is too early,
    and as NoValidSignedValues where the law asks for a pair of signed readings and there is none.
    """
    return rate_session(event["session"], datetime.now(UTC))
