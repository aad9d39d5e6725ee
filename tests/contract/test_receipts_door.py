"""The drivers' door: open to everybody, and therefore small, slow to ask and silent."""

import pytest

from tests.services import SERVICES

SESSIONS = next(service for service in SERVICES if service.name == "sessions")
(API,) = SESSIONS.resources("AWS::Serverless::Api").values()
DOOR = SESSIONS.functions["ReceiptFunction"]
READS = {"dynamodb:GetItem", "dynamodb:Query", "s3:GetObject"}


def test_there_is_nothing_behind_it_but_receipts():
    routes = {(event["Method"], event["Path"]) for _, event in SESSIONS.event_sources("Api")}
    assert routes == {
        ("get", "/receipts/{token}"),
        ("get", "/receipts/{token}/transparency.xml"),
        ("get", "/receipts/{token}/receipt.json"),
    }
    assert [name for name, _ in SESSIONS.event_sources("Api")] == [
        f"ReceiptFunction.{event}" for event in DOOR["Events"]
    ]


def test_whoever_gets_in_can_only_read():
    statements = [one for policy in DOOR["Policies"] for one in policy["Statement"]]
    granted = {
        action
        for one in statements
        for action in (one["Action"] if isinstance(one["Action"], list) else [one["Action"]])
    }
    assert granted == READS


def test_nothing_logs_a_path():
    """The path is the secret: no log of accesses, none of executions, no traces."""
    assert not {"AccessLogSetting", "TracingEnabled", "CanarySetting"} & set(API)
    (settings,) = API["MethodSettings"]
    assert (settings["ResourcePath"], settings["HttpMethod"]) == ("/*", "*")
    assert (settings["LoggingLevel"], settings["DataTraceEnabled"]) == ("OFF", False)


def test_nobody_asks_faster_than_we_can_bear():
    (settings,) = API["MethodSettings"]
    assert 0 < int(settings["ThrottlingRateLimit"]) <= int(settings["ThrottlingBurstLimit"]) <= 100


def test_a_path_that_is_not_there_is_404_and_no_cache_keeps_refusals():
    refusals = API["GatewayResponses"]
    assert refusals["MISSING_AUTHENTICATION_TOKEN"]["StatusCode"] == 404
    for refusal in refusals.values():
        assert refusal["ResponseParameters"]["Headers"] == {"Cache-Control": "'no-store'"}


@pytest.mark.parametrize("metric", ["5XXError", "SignedValueAltered"])
def test_what_goes_wrong_there_rings(metric):
    alarms = SESSIONS.resources("AWS::CloudWatch::Alarm").values()
    assert metric in [alarm["MetricName"] for alarm in alarms]


def test_links_live_as_long_as_what_they_lead_to():
    years = {"Ref": "SignedValuesYears"}
    bucket = SESSIONS.resources("AWS::S3::Bucket")["SignedValuesBucket"]
    lock = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    settling = SESSIONS.functions["CollectFactsFunction"]["Environment"]["Variables"]
    assert lock["Years"] == settling["SIGNED_VALUES_YEARS"] == years
