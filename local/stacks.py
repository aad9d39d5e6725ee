"""CloudFormation stacks of the local cloud: made or changed, and why that failed."""

import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
_HOPELESS = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
_TIMEOUT_S = 120.0


class StackFailed(Exception):
    """A stack did not become what its template says; the text lists the events' reasons."""


def put(
    cloudformation: Any, name: str, template: Mapping[str, str], parameters: Mapping[str, str]
) -> None:
    """Create or update the stack `name` and wait until it stands; StackFailed if it does not.

    `template` is `{"TemplateBody": text}` or `{"TemplateURL": where in S3}`.
    """
    status = _status(cloudformation, name)
    if status in _HOPELESS:
        cloudformation.delete_stack(StackName=name)
        status = _settled(cloudformation, name)
    _request(cloudformation, status, StackName=name, **template, **_options(parameters))
    settled = _settled(cloudformation, name)
    if settled not in _GOOD:
        raise StackFailed(f"{name} is {settled}:\n{_reasons(cloudformation, name)}")


def physical_ids(cloudformation: Any, name: str, resource_type: str) -> list[str]:
    """The physical ids of a stack's resources of one type; none if there is no such stack."""
    try:
        answer = cloudformation.describe_stack_resources(StackName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return []
    resources = answer["StackResources"]
    return [r["PhysicalResourceId"] for r in resources if r["ResourceType"] == resource_type]


def _request(cloudformation: Any, status: str | None, **arguments: Any) -> None:
    if status is None or status == "DELETE_COMPLETE":
        cloudformation.create_stack(**arguments)
        return
    try:
        cloudformation.update_stack(**arguments)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise


def _options(parameters: Mapping[str, str]) -> dict[str, Any]:
    pairs = [{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(parameters.items())]
    return {"Parameters": pairs, "Capabilities": _CAPABILITIES}


def _settled(cloudformation: Any, name: str) -> str | None:
    deadline = time.monotonic() + _TIMEOUT_S
    status = _status(cloudformation, name)
    while status is not None and status.endswith("_IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise StackFailed(f"{name} is still {status}:\n{_reasons(cloudformation, name)}")
        time.sleep(0.05)
        status = _status(cloudformation, name)
    return status


def _status(cloudformation: Any, name: str) -> str | None:
    try:
        found = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return None
    return str(found[0]["StackStatus"])


def _reasons(cloudformation: Any, name: str) -> str:
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [
        e for e in events if "FAILED" in e["ResourceStatus"] and e.get("ResourceStatusReason")
    ]
    return "\n".join(
        f"  {e['LogicalResourceId']} ({e['ResourceType']}): {e['ResourceStatusReason']}"
        for e in reversed(failed)
    )
