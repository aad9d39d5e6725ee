"""Least privilege: each function may do what it does, to what is its own."""

import re
from collections.abc import Iterator

import pytest

from tests.services import SERVICES, Json, Service

STREAM_ACTIONS = {
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
}

# What cannot be narrower: (action, resource) -> why.
WIDE = {
    ("states:SendTaskSuccess", "*"): "a task token has no ARN",
    ("states:SendTaskFailure", "*"): "a task token has no ARN",
}
# A `*` at this place of an ARN, and why.
WIDE_ENDS = {
    r"/(POST|DELETE)/@connections/\*": "a connection's id is known when it connects",
    r"/index/\*": "all indexes of one table",
    r"/(logs|firmware|values)/\*": "an object is named after its station or image",
    r":execution:.+:\*": "an execution is named after its session",
}


def statements(service: Service) -> Iterator[tuple[str, Json]]:
    """`(function or machine, statement)` of every inline policy."""
    owners = service.resources("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
    for name, owner in owners.items():
        for policy in owner.get("Policies", []):
            assert set(policy) <= {"Version", "Statement"}, f"{name}: only inline policies"
            for statement in policy["Statement"]:
                yield name, statement


def listed(value: object) -> list:
    return value if isinstance(value, list) else [value]


GRANTS = [
    pytest.param(service, owner, action, resource, id=f"{service}-{owner}-{action}")
    for service in SERVICES
    for owner, statement in statements(service)
    for action in listed(statement["Action"])
    for resource in listed(statement["Resource"])
]


def named_resources(resource: object) -> set[str]:
    """Logical ids and pseudo parameters that a resource's ARN is made of."""
    if isinstance(resource, str):
        return set()
    (function, value), *_ = resource.items()
    if function == "Fn::Sub":
        return set(re.findall(r"\${([\w:]+)", value))
    return {value[0] if function == "Fn::GetAtt" else value}


def text(resource: object) -> str:
    if isinstance(resource, str):
        return resource
    value = resource.get("Fn::Sub", "")
    return value if isinstance(value, str) else value[0]


@pytest.mark.parametrize(("service", "owner", "action", "resource"), GRANTS)
def test_a_grant_is_exact(service, owner, action, resource):
    assert "*" not in action
    wide = text(resource)
    if "*" in wide and (action, wide) not in WIDE:
        assert any(re.search(f"{end}$", wide) for end in WIDE_ENDS), wide
        assert wide.count("*") == 1


@pytest.mark.parametrize(
    ("service", "owner", "action", "resource"),
    [grant for grant in GRANTS if grant.values[2].startswith("dynamodb:")],
)
def test_a_grant_on_a_table_is_on_a_table_of_the_same_service(service, owner, action, resource):
    (name,) = named_resources(resource)
    if action in STREAM_ACTIONS and name in service.template["Parameters"]:
        return
    assert name in service.tables


@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_every_statement_allows(service):
    assert all(statement["Effect"] == "Allow" for _, statement in statements(service))
