"""What an ending transaction costs, asked of sessions while its station waits (I03, R-TX-14)."""

from decimal import Decimal
from typing import Any

from corridor_aws.invocations import invoke
from corridor_aws.observability import logger
from ocpp_gateway.append_event import ledger_item
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.transaction_events import Entry

BUDGET_S = 2.0


def quote_cost(request: Request, entry: Entry, answer: str) -> dict[str, Any]:
    """`{"totalCost": …}`, or nothing: no fault and no delay above the budget reaches the station.

    Absence is not 0.00, which is free.
    """
    item = ledger_item(request, entry, answer, True).serialize()
    try:
        quote = invoke("quote-transaction", {"entry": item}, budget_s=BUDGET_S)
        return {"totalCost": float(Decimal(quote["total_incl_vat"]))} if quote else {}
    except Exception as error:
        extra = {"station_id": request.station_id}
        logger("ocpp-gateway").warning("cost not known in time", extra=extra, exc_info=error)
        return {}
