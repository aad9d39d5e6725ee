"""MeterValues of 1.6: of a transaction, of none, or of one that is not known yet (R-TX-13)."""

from typing import Any

from corridor_aws.items import put_new
from ocpp_gateway.actions.meter_values import keep_meter_values
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16 import meter_values as words
from ocpp_gateway.domain.ocpp16.matching import METER_VALUES, find
from ocpp_gateway.domain.ocpp16.start import LARGEST_ID
from ocpp_gateway.domain.ocpp16.transactions import metered
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.ocpp16.ledger_items import ledger_item
from ocpp_gateway.ocpp16.transaction_records import STARTED, running_on, unmatched_record
from ocpp_gateway.records import find_record

_REMEMBERED = 10_000
_ours: set[tuple[str, int]] = set()


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once they are kept. One round trip for a transaction that this environment
    has seen, two for any other."""
    named = request.payload.get("transactionId")
    if type(named) is int and (request.station_id, named) in _ours:
        _put(request, named)
        mark_seen(request.station_id, request.now)
    elif (transaction_id := _transaction_of(request)) is not None:
        _put(request, transaction_id)
    elif named in (None, 0):
        keep_meter_values(request, _in_201(request.payload))
    else:
        unmatched_record(request).save()
    return {}


def _put(request: Request, transaction_id: int) -> None:
    put_new(ledger_item(request, metered(transaction_id, request.payload, request.now)))


def _transaction_of(request: Request) -> int | None:
    """The transaction that they name, or else the one that must be meant."""
    named = request.payload.get("transactionId")
    if type(named) is int and 0 < named <= LARGEST_ID and _is_ours(request.station_id, named):
        return named
    connector_id = request.payload.get("connectorId")
    if type(connector_id) is not int or connector_id < 1:
        return None
    runs = running_on(request.station_id, connector_id)
    meant = find(runs, METER_VALUES, request.payload, request.now)
    return None if meant is None else meant.transaction_id


def _is_ours(station_id: str, transaction_id: int) -> bool:
    if find_record(station_id, STARTED, str(transaction_id)) is None:
        return False
    if len(_ours) >= _REMEMBERED:
        _ours.clear()
    _ours.add((station_id, transaction_id))
    return True


def _in_201(told: dict[str, Any]) -> dict[str, Any]:
    values = words.meter_values(told.get("meterValue"))
    return {"evseId": told.get("connectorId"), "meterValue": values}
