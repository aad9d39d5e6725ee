"""House rules of the services' templates that no linter knows."""

from collections.abc import Iterator

import pytest

from tests.services import SERVICES, Json, Service

every_service = pytest.mark.parametrize("service", SERVICES, ids=str)


def nodes(content: object) -> Iterator[object]:
    """`content` and all that it holds."""
    yield content
    children = content.values() if isinstance(content, dict) else content
    for child in children if isinstance(content, dict | list) else ():
        yield from nodes(child)


@every_service
def test_a_service_imports_no_values_of_other_stacks(service):
    """`Fn::ImportValue` would freeze the exporting stack."""
    keys = {key for node in nodes(service.template) if isinstance(node, dict) for key in node}
    assert "Fn::ImportValue" not in keys


@every_service
def test_a_service_is_like_the_others(service):
    shared = service.template["Globals"]["Function"]
    assert shared["Runtime"] == "python3.13"
    assert shared["Architectures"] == ["arm64"]
    assert shared["CodeUri"] == "src/"
    assert service.template["Parameters"]["Stage"]["AllowedPattern"] == "^[a-z][a-z0-9]{1,9}$"
    layers = service.resources("AWS::Serverless::LayerVersion")
    assert {layer["ContentUri"] for layer in layers.values()} == {
        "../../layers/kernel",
        "../../layers/aws",
        "../../layers/dependencies",
    }


@every_service
def test_each_handler_is_a_function_and_each_function_a_handler(service):
    deployed = {function["Handler"] for function in service.functions.values()}
    written = {
        f"{service.package}.handlers.{path.stem}.handler"
        for path in (service.source / "handlers").glob("*.py")
        if path.stem != "__init__"
    }
    assert deployed == written


def test_function_names_are_given_once():
    names = [
        function["FunctionName"]["Fn::Sub"]
        for service in SERVICES
        for function in service.functions.values()
    ]
    assert len(names) == len(set(names))
    assert all(name.startswith("corridor-${Stage}-") for name in names)


@every_service
def test_a_table_is_nameless_restorable_and_outlives_its_stack(service):
    for name, table in service.tables.items():
        assert "TableName" not in table, f"{name}: others could know it"
        assert table["PointInTimeRecoverySpecification"] == {
            "PointInTimeRecoveryEnabled": "true"
        } or table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        resource = service.template["Resources"][name]
        assert resource.get("UpdateReplacePolicy") == "Retain", name
        assert resource.get("DeletionPolicy") in {"Retain", "RetainExceptOnCreate"}, name


@every_service
def test_a_bucket_asks_for_tls_where_there_is_tls(service):
    """The local cloud has none: there nobody could write at all."""
    policies = service.resources("AWS::S3::BucketPolicy")
    assert len(policies) == len(service.resources("AWS::S3::Bucket"))
    for name in policies:
        assert service.template["Resources"][name].get("Condition") == "IsAws", name


@every_service
def test_a_stream_batch_is_halved_retried_and_parked(service):
    for name, source in service.event_sources("DynamoDB"):
        assert source["StartingPosition"] == "TRIM_HORIZON", name
        assert source["BisectBatchOnFunctionError"] in (True, "true"), name
        assert 1 <= int(source["MaximumRetryAttempts"]) <= 100, name
        failed = source["DestinationConfig"]["OnFailure"]
        assert_own_queue(service, failed["Destination"], name)


@every_service
def test_a_queue_that_feeds_a_function_parks_what_fails(service):
    queues = service.resources("AWS::SQS::Queue")
    for name, source in service.event_sources("SQS"):
        queue, _ = source["Queue"]["Fn::GetAtt"]
        redrive = queues[queue]["RedrivePolicy"]
        assert_own_queue(service, redrive["deadLetterTargetArn"], name)


@every_service
def test_a_rule_listens_to_our_bus_and_parks_what_fails(service):
    for name, rule in service.rules():
        assert int(rule["RetryPolicy"]["MaximumRetryAttempts"]) > 0, name
        assert_own_queue(service, rule["DeadLetterConfig"]["Arn"], name)
        if rule["Pattern"]["source"] == ["aws.cloudwatch"]:
            (watched,) = rule["Pattern"]["resources"]
            alarms = service.resources("AWS::CloudWatch::Alarm").values()
            names = [alarm["AlarmName"]["Fn::Sub"] for alarm in alarms if "AlarmName" in alarm]
            assert watched["Fn::Sub"].rpartition(":alarm:")[2] in names, name
            continue
        assert rule["EventBusName"] == {"Fn::Sub": "corridor-${Stage}"}, name
        assert {"source", "detail-type"} <= set(rule["Pattern"]), name
        assert set(rule["Pattern"]) <= {"source", "detail-type", "detail"}, name


@every_service
def test_the_bus_may_write_where_its_rules_say(service):
    """Without a queue policy EventBridge drops what it cannot deliver, and tells nobody."""
    written = {rule["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0] for _, rule in service.rules()}
    fed = {rule["Arn"]["Fn::GetAtt"][0] for _, rule in service.rules() if "Arn" in rule}
    open_to_the_bus = {
        queue["Ref"]
        for policy in service.resources("AWS::SQS::QueuePolicy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        for queue in policy["Queues"]
        if statement["Principal"] == {"Service": "events.amazonaws.com"}
        and statement["Action"] == "sqs:SendMessage"
    }
    assert written | fed <= open_to_the_bus


@every_service
def test_a_rule_wakes_a_function_or_fills_a_queue_of_one(service):
    sources = service.event_sources("SQS")
    emptied = {source["Queue"]["Fn::GetAtt"][0] for _, source in sources}
    for name, rule in service.resources("AWS::Events::Rule").items():
        (target,) = rule["Targets"]
        assert target["Arn"]["Fn::GetAtt"][0] in emptied, name
    assert not service.resources("AWS::Lambda::EventSourceMapping")


@every_service
def test_whatever_is_parked_rings(service):
    """Every dead-letter queue has an alarm on its depth."""
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in service.resources("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible"
        for dimension in alarm["Dimensions"]
    }
    queues = service.resources("AWS::SQS::Queue")
    parking = {name for name, queue in queues.items() if "RedrivePolicy" not in queue}
    assert parking == watched


def assert_own_queue(service: Service, arn: Json, name: str) -> None:
    queue, attribute = arn["Fn::GetAtt"]
    assert attribute == "Arn", name
    assert queue in service.resources("AWS::SQS::Queue"), name


@every_service
def test_a_function_that_nobody_waits_for_parks_what_fails(service):
    """The queue of a rule is for what it could not hand over. A function that then fails is run
    twice more by Lambda, and after that the event is gone."""
    for name, _ in service.event_sources("EventBridgeRule", "Schedule"):
        function = service.functions[name.partition(".")[0]]
        assert_own_queue(service, function["DeadLetterQueue"]["TargetArn"], name)
