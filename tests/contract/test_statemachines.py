"""State machines: their tasks exist, fail softly, and may do what they do."""

import json
import re

import pytest

from corridor_kernel.ocpp.firmware import CampaignState
from ocpp_gateway.domain.firmware_campaign import OPEN
from ocpp_gateway.firmware.campaign_items import CAMPAIGN as CAMPAIGN_ITEM
from ocpp_gateway.tables import CampaignTable
from sessions.advance_session import UNTIL_ENDED
from sessions.domain.progress import Readiness
from sessions.tables import SessionItem
from tests.services import ROOT, SERVICES

PATHS = sorted((ROOT / "statemachines").glob("*.asl.json"))
MACHINES = {path.name: json.loads(path.read_text()) for path in PATHS}
OWNERS = {
    machine["DefinitionUri"].rpartition("/")[2]: (service, machine)
    for service in SERVICES
    for machine in service.resources("AWS::Serverless::StateMachine").values()
}


def inner(machine):
    """The machine and those that its Maps run for each item."""
    yield machine
    for state in machine["States"].values():
        if state["Type"] == "Map":
            yield from inner(state["ItemProcessor"])


STATES = {
    name: {k: v for part in inner(machine) for k, v in part["States"].items()}
    for name, machine in MACHINES.items()
}
TASKS = [
    pytest.param(name, state, id=f"{name.partition('.')[0]}-{state}")
    for name, states in STATES.items()
    for state, content in states.items()
    if content["Type"] == "Task"
]
CHARGING = MACHINES["charging_session.asl.json"]["States"]
FUNCTION_NAMES = {
    function["FunctionName"]["Fn::Sub"]
    for service in SERVICES
    for function in service.functions.values()
}


def task(name, state):
    return STATES[name][state]


def followers(state):
    targets = [state.get("Next"), state.get("Default")]
    targets += [rule["Next"] for rule in (*state.get("Catch", []), *state.get("Choices", []))]
    return [target for target in targets if target]


def paths(states, start):
    """Every way from `start` to an end, as lists of names; a machine without loops has few."""
    following = followers(states[start])
    if not following:
        return [[start]]
    return [[start, *rest] for target in following for rest in paths(states, target)]


def reached(states, start):
    """Every state that may come after `start`, loops or no loops."""
    found, open_ends = set(), [start]
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends += followers(states[name])
    return found


def granted(machine):
    return [
        (action, resource)
        for policy in machine["Policies"]
        for statement in policy["Statement"]
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    ]


def as_list(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", MACHINES)
def test_each_machine_is_deployed_by_one_service(name):
    assert name in OWNERS


@pytest.mark.parametrize("name", MACHINES)
def test_what_a_machine_wants_replaced_is_what_its_template_gives(name):
    wanted = set(re.findall(r"\$\{(\w+)\}", (ROOT / "statemachines" / name).read_text()))
    assert wanted == set(OWNERS[name][1]["DefinitionSubstitutions"])


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_is_reached_and_exists(name):
    for machine in inner(MACHINES[name]):
        assert reached(machine["States"], machine["StartAt"]) == set(machine["States"])


@pytest.mark.parametrize(("name", "state"), TASKS)
def test_a_task_retries_with_backoff_catches_and_ends(name, state):
    content = task(name, state)
    assert content["TimeoutSeconds"] > 0
    assert any(rule.get("BackoffRate", 0) > 1 for rule in content["Retry"])
    assert content["Catch"][-1]["ErrorEquals"] == ["States.ALL"]


@pytest.mark.parametrize(("name", "state"), TASKS)
def test_a_wait_that_ran_out_is_not_waited_again(name, state):
    content = task(name, state)
    if not content["Resource"].endswith(".waitForTaskToken"):
        return
    for rule in content["Retry"]:
        if set(rule["ErrorEquals"]) & {"States.Timeout", "States.ALL"}:
            assert "States.Timeout" in rule["ErrorEquals"] or content["Retry"].index(rule) > 0
            break


@pytest.mark.parametrize(("name", "state"), TASKS)
def test_a_function_of_a_task_exists_and_may_be_called(name, state):
    variable = task(name, state)["Arguments"].get("FunctionName", "")
    if not variable:
        return
    service, machine = OWNERS[name]
    value = machine["DefinitionSubstitutions"][variable.strip("${}")]
    assert ("lambda:InvokeFunction", value) in granted(machine)
    if "Fn::GetAtt" in value:
        assert value["Fn::GetAtt"][0] in service.functions
    else:
        assert value["Fn::Sub"].rpartition(":")[2] in FUNCTION_NAMES


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_may_do_only_what_its_tasks_do(name):
    needs = {
        "lambda:invoke": "lambda:InvokeFunction",
        "sqs:sendMessage": "sqs:SendMessage",
        "dynamodb:updateItem": "dynamodb:UpdateItem",
    }
    resources = {s["Resource"] for s in STATES[name].values() if s["Type"] == "Task"}
    needed = {action for part, action in needs.items() if any(part in r for r in resources)}
    assert {action for action, _ in granted(OWNERS[name][1])} == needed


def test_a_session_takes_at_most_six_transitions_to_its_bill():
    ways = paths(CHARGING, "WaitUntilEnded")
    bills = [way[: way.index("SettleSession") + 1] for way in ways if "SettleSession" in way]
    assert max(map(len, bills)) == 6


@pytest.mark.parametrize("state", ["WaitUntilEnded", "WaitUntilComplete"])
def test_the_machine_writes_attributes_that_the_model_knows(state):
    arguments = CHARGING[state]["Arguments"]
    words = re.findall(
        r"(?<![:\w])[a-z_]+", arguments["UpdateExpression"] + " " + arguments["ConditionExpression"]
    )
    attributes = SessionItem.get_attributes()
    assert set(words) <= set(attributes)
    assert set(arguments["Key"]) == {"session_id"}
    assert "ADD version :one" in arguments["UpdateExpression"]


def test_the_machine_waits_for_what_the_fold_says():
    first, second = (
        CHARGING[state]["Arguments"] for state in ("WaitUntilEnded", "WaitUntilComplete")
    )
    assert first["ExpressionAttributeValues"][":phase"]["S"] == UNTIL_ENDED
    assert first["ExpressionAttributeValues"][":open"]["S"] == Readiness.OPEN
    assert second["ExpressionAttributeValues"][":phase"]["S"] != UNTIL_ENDED
    assert second["ExpressionAttributeValues"][":incomplete"]["S"] == Readiness.INCOMPLETE


def test_a_start_whose_answer_is_lost_is_not_sent_again():
    request = MACHINES["remote_start.asl.json"]["States"]["RequestStart"]
    resent = {error for rule in request["Retry"] for error in rule["ErrorEquals"]}
    assert all(error.startswith("SQS.") for error in resent)
    lost = request["Catch"][0]
    assert lost["Next"] == "WaitForTransaction"
    assert set(lost["ErrorEquals"]) == {"CallTimeout", "StationDisconnected", "States.Timeout"}


def test_provisioning_hears_of_every_call_how_it_ended():
    """A CALL that fails is the next turn's to judge: it ends no run."""
    ask = task("station_provisioning.asl.json", "Ask")
    (caught,) = ask["Catch"]
    assert (ask["Next"], caught["Next"]) == ("TakeTurn", "TakeTurn")
    assert set(ask["Output"]) == set(caught["Output"])
    assert "error" in caught["Output"]["reply"]


CAMPAIGN = STATES["firmware_campaign.asl.json"]


@pytest.mark.parametrize("state", ["WaitForNews", "MarkBroken"])
def test_the_campaign_machine_writes_attributes_that_the_model_knows(state):
    arguments = CAMPAIGN[state]["Arguments"]
    names = arguments.get("ExpressionAttributeNames", {})
    text = f"{arguments['UpdateExpression']} {arguments.get('ConditionExpression', '')}"
    words = set(re.findall(r"(?<![:\w#])[a-z_]+", text)) | set(names.values())
    assert words <= set(CampaignTable.get_attributes())
    assert set(arguments["Key"]) == {"campaign_id", "item"}
    assert arguments["Key"]["item"] == {"S": CAMPAIGN_ITEM}


def test_a_broken_campaign_is_in_a_state_that_can_be_resumed():
    values = CAMPAIGN["MarkBroken"]["Arguments"]["ExpressionAttributeValues"]
    assert values[":paused"]["S"] == CampaignState.PAUSED
    assert "ADD run :one, news :one" in CAMPAIGN["MarkBroken"]["Arguments"]["UpdateExpression"]


def test_whatever_leads_to_the_next_plan_says_what_was_spent():
    """A history ends at 25,000 events: the function counts them from step to step."""
    before = [
        ending["Output"]
        for state in MACHINES["firmware_campaign.asl.json"]["States"].values()
        for ending in (state, *state.get("Catch", []))
        if ending.get("Next") == "PlanWave"
    ]
    assert len(before) == 4
    assert all(set(output) == {"spent"} for output in before)
    payload = CAMPAIGN["PlanWave"]["Arguments"]["Payload"]
    assert set(payload) == {"campaign_id", "run", "spent"}


def test_a_campaign_that_is_over_cannot_break():
    """Its machine may fail over what is left to tidy up: a cancelled campaign stays cancelled."""
    arguments = CAMPAIGN["MarkBroken"]["Arguments"]
    assert arguments["ConditionExpression"] == "#state IN (:checking, :running, :paused)"
    values = arguments["ExpressionAttributeValues"]
    assert [values[f":{name}"]["S"] for name in ("checking", "running", "paused")] == [*OPEN]
    assert CAMPAIGN["MarkBroken"]["Retry"][0]["MaxAttempts"] == 0


def test_a_station_of_a_campaign_takes_one_transition():
    """Two where its turn could not be carried out; nothing is asked again and again."""
    (loop,) = (state for state in CAMPAIGN.values() if state["Type"] == "Map")
    machine = loop["ItemProcessor"]
    assert machine["States"][machine["StartAt"]]["End"]
    assert not any(state["Type"] == "Wait" for state in CAMPAIGN.values())


def test_news_between_plan_and_wait_is_not_slept_through():
    wait = CAMPAIGN["WaitForNews"]
    assert wait["Arguments"]["ConditionExpression"] == "news = :news"
    assert "DynamoDb.ConditionalCheckFailedException" in wait["Catch"][0]["ErrorEquals"]
    assert wait["Catch"][0]["Next"] == wait["Next"] == "PlanWave"
