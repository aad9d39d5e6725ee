"""Facts of a finished session -> its CDR's id and totals; the charging_session machine calls it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pricing.domain.invoice_gate import NoValidSignedValues
from pricing.rate_session import rate_session


def handler(event: Mapping[str, Any], context: object) -> Mapping[str, Any]:
    """`{"session": facts}` in; `{"bill"}` out, or `{"failure": {"Error", "Cause"}}`.

    That is NoValidSignedValues: the law asks for a pair of signed readings and there is none.
    A failure in, instead of facts, is handed on: it costs the machine one choice less.
    Fails as NoTariff where nothing says what it costs, as UnknownStation if it is too early.
    """
    if "failure" in event:
        return {"failure": event["failure"]}
    try:
        return {"bill": rate_session(event["session"], datetime.now(UTC))}
    except NoValidSignedValues as error:
        return {"failure": {"Error": type(error).__name__, "Cause": str(error)}}
