"""What a station answers is kept once, however often the stream brings it, and can be read."""

import itertools

import pytest

from ocpp_gateway.domain.record_kinds import KINDS
from ocpp_gateway.outbound_routes import OUTBOUND
from tests.unit.ocpp_gateway.outbound.results import keep, snapshot
from tests.unit.ocpp_gateway.payloads import maximal, minimal

# The kinds of records that an answer may leave; none where it says that something is not there.
KEPT = {
    "CancelReservation": {"reservation"},
    "ChangeAvailability": {"availability"},
    "ClearCache": {"cache"},
    "ClearChargingProfile": set(),
    "ClearDisplayMessage": set(),
    "ClearVariableMonitoring": set(),
    "CustomerInformation": {"customer-information"},
    "DataTransfer": {"data-transfer"},
    "GetBaseReport": {"report"},
    "GetChargingProfiles": {"report"},
    "GetCompositeSchedule": {"composite-schedule"},
    "GetDisplayMessages": {"report"},
    "GetMonitoringReport": {"report"},
    "GetReport": {"report"},
    "GetVariables": {"variable"},
    "ReserveNow": {"reservation"},
    "Reset": {"reset"},
    "SetChargingProfile": {"charging-profile"},
    "SetDisplayMessage": {"display-message"},
    "SetMonitoringBase": {"monitoring"},
    "SetMonitoringLevel": {"monitoring"},
    "SetNetworkProfile": {"network-profile"},
    "SetVariableMonitoring": {"monitor"},
    "SetVariables": {"setting", "variable"},
    "TriggerMessage": {"trigger"},
    "UnlockConnector": {"unlock"},
}
SIZES = list(itertools.product((minimal, maximal), repeat=2))


@pytest.mark.parametrize(("asked", "answered"), SIZES)
@pytest.mark.parametrize("action", KEPT)
def test_any_answer_is_kept_once(aws, action, asked, answered):
    keep(action, asked(f"{action}Request"), answered(f"{action}Response"))
    kinds = {record.partition("#")[0] for record in snapshot()}
    assert kinds <= KEPT[action]
    assert kinds <= set(KINDS)


@pytest.mark.parametrize("action", KEPT)
def test_an_answer_of_accepted_leaves_a_record(aws, action):
    request, response = maximal(f"{action}Request"), accepted(maximal(f"{action}Response"))
    keep(action, request, response)
    assert {record.partition("#")[0] for record in snapshot()} == KEPT[action]


def accepted(value):
    """An answer whose statuses are all Accepted, where it has such a status."""
    if isinstance(value, list):
        return [accepted(item) for item in value]
    if not isinstance(value, dict):
        return value
    statuses = dict.fromkeys(value.keys() & {"status", "attributeStatus"}, "Accepted")
    if value.get("status") in ("Unlocked", "UnknownConnector"):
        statuses = {}
    return {name: accepted(item) for name, item in value.items()} | statuses


def test_no_result_of_these_calls_goes_unkept():
    assert {action for action in KEPT if OUTBOUND["ocpp2.0.1"][action].keep is None} == set()
