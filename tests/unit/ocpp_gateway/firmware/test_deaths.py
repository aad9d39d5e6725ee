"""A function that dies before any of its requests to AWS is run again, and nothing is amiss."""

from itertools import count

import pytest
from botocore.client import BaseClient

from ocpp_gateway.domain.firmware_update import call_id_of, request_id_of
from ocpp_gateway.firmware.begin_update import begin_update
from ocpp_gateway.firmware.campaign_items import current_key
from ocpp_gateway.firmware.hear_station import hear_status
from ocpp_gateway.firmware.show_campaign import show_campaign
from ocpp_gateway.firmware.steer_campaign import resume_campaign
from ocpp_gateway.tables import CampaignTable
from tests.station_calls import station_calls
from tests.unit.ocpp_gateway.firmware.conftest import NOW, plan, wait_for_news


class Death(BaseException):
    """No handler catches it, as none catches the end of its process."""


@pytest.fixture
def dying(monkeypatch):
    """Runs `act` and lets it die before its n-th request, for n = 1, 2 … until it lives."""

    def run(act) -> int:
        for fatal in count(1):
            if _lives(act, fatal, monkeypatch):
                return fatal - 1

    return run


def _lives(act, fatal: int, monkeypatch) -> bool:
    numbers, real = count(1), BaseClient._make_api_call

    def request(client, operation, arguments):
        if next(numbers) == fatal:
            raise Death
        return real(client, operation, arguments)

    with monkeypatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", request)
        try:
            act()
        except Death:
            return False
    return True


def seen(campaign_id):
    return show_campaign(campaign_id)["stations"][0]


def test_a_turn_is_one_attempt_wherever_it_died(campaign, machine, dying):
    deaths = dying(lambda: begin_update(campaign, "CS1", 1, "t1", NOW))
    assert deaths >= 5
    assert {call["call_id"] for call in station_calls()} == {call_id_of(campaign, "CS1", 1)}
    assert (seen(campaign)["state"], seen(campaign)["attempt"]) == ("Updating", 1)
    assert CampaignTable.get("station#CS1", "current").holder == campaign
    assert machine.completed == []


@pytest.mark.parametrize(
    ("status", "state"), [("Installed", "Installed"), ("DownloadFailed", "Failed")]
)
def test_an_end_is_counted_once_and_lets_the_task_go(campaign, machine, dying, status, state):
    begin_update(campaign, "CS1", 1, "t1", NOW)
    data = {"station_id": "CS1", "process": "firmware-update", "status": status}
    request_id = request_id_of(campaign, "CS1", 1)
    assert dying(lambda: hear_status(data | {"request_id": request_id}, NOW)) >= 4
    assert seen(campaign)["state"] == state
    assert seen(campaign)["failures"] == (state == "Failed")
    assert set(machine.tokens) == {"t1"}
    with pytest.raises(CampaignTable.DoesNotExist):
        current_key("CS1").refresh()


def test_a_plan_is_the_same_wherever_it_died(campaign, machine, dying):
    begin_update(campaign, "CS1", 1, "t1", NOW)
    data = {"station_id": "CS1", "process": "firmware-update", "status": "DownloadFailed"}
    hear_status(data | {"request_id": request_id_of(campaign, "CS1", 1)}, NOW)
    steps = []
    dying(lambda: steps.append(plan(campaign)))
    (step,) = steps
    assert step["step"] == "Wait"
    assert show_campaign(campaign)["state"] == "Paused"
    assert wait_for_news(campaign, step["news"], "w1")
    dying(lambda: resume_campaign(campaign, NOW))
    assert show_campaign(campaign)["state"] == "Running"
    assert "w1" in machine.tokens
