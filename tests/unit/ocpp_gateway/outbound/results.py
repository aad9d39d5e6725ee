"""A CALL of ours that the station `CS1` answered, kept as the call table's stream would."""

from datetime import timedelta
from typing import Any

from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.outbound_routes import OUTBOUND
from tests.unit.ocpp_gateway.outbound.conftest import NOW


def keep(
    action: str,
    payload: dict[str, Any],
    response: dict[str, Any],
    *,
    call_id: str = "c1",
    after_s: float = 0,
) -> None:
    """Twice, as the stream may: the second time changes nothing."""
    assert find_violation(f"{action}Request", payload, "ocpp2.0.1") is None
    assert find_violation(f"{action}Response", response, "ocpp2.0.1") is None
    at = NOW + timedelta(seconds=after_s)
    finished = Finished("CS1", call_id, action, "ocpp2.0.1", payload, response, at)
    use_case = OUTBOUND["ocpp2.0.1"][action].keep
    assert use_case is not None
    use_case(finished)
    once = snapshot()
    use_case(finished)
    assert snapshot() == once


def snapshot() -> dict[str, Any]:
    from ocpp_gateway.tables import RecordTable

    return {item.record: item.content for item in RecordTable.scan()}


def records(kind: str) -> dict[str, Any]:
    from ocpp_gateway.records import all_records

    return all_records("CS1", kind)
