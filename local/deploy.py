"""Deploys functions/*/template.yaml to the emulator: every service in order, only what changed."""

import hashlib
import json
from pathlib import Path
from typing import Any

from local import artifacts, emulator
from local.cloud import REGION, STAGE, Cloud

_STATE = "deployed.json"
# The bus comes first, then the gateway, whose ledger stream sessions reads; the rest as they stand.
_LOCATION = {"LocationConstraint": REGION}
_FIRST = ("operations", "ocpp-gateway")


def deploy(cloud: Cloud) -> list[str]:
    """Bring every service's stack up to date; returns the services that changed."""
    state = _state(cloud)
    try:
        return [service for service in services(cloud) if _deploy(cloud, service, state)]
    finally:
        cloud.write(_STATE, state)


def deployed(cloud: Cloud) -> dict[str, Any]:
    """The digests of what stands, by service, and the emulator that holds it."""
    state = _state(cloud)
    return {"emulator": state["emulator"], "stacks": state["stacks"]}


def services(cloud: Cloud) -> list[str]:
    """The services that have a template, in the order in which they can be deployed."""
    found = [path.parent.name for path in sorted(cloud.functions.glob("*/template.yaml"))]
    return sorted(found, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))


def stack_name(service: str) -> str:
    """The name of a service's stack."""
    return f"corridor-{STAGE}-{service}"


def parameters(cloud: Cloud, declared: dict[str, Any]) -> dict[str, str]:
    """Values of those parameters that a template declares and that differ from their defaults."""
    known = {
        "Stage": STAGE,
        "ConnectionsUrl": cloud.http_url,
        "ReceiptsUrl": f"{cloud.http_url}/receipts/",
        # Nobody waits a quarter of an hour for a test, nor half a minute.
        "LostGraceSeconds": "3",
        "LocalListDelaySeconds": "1",
        "LedgerStreamArn": f"/corridor/{STAGE}/ocpp-gateway/ledger/stream-arn",
    }
    return {name: value for name, value in known.items() if name in declared}


def _deploy(cloud: Cloud, service: str, state: dict[str, Any]) -> bool:
    package = artifacts.package(_template(cloud, service))
    values = parameters(cloud, package.template.get("Parameters", {}))
    text = json.dumps(package.template)
    digest = hashlib.sha256((text + json.dumps(values)).encode()).hexdigest()
    if state["stacks"].get(service) == digest:
        return False
    _put(cloud, service, package, text, values, state["objects"])
    state["stacks"][service] = digest
    return True


def _put(
    cloud: Cloud,
    service: str,
    package: artifacts.Package,
    text: str,
    values: dict[str, str],
    known: list[str],
) -> None:
    # Imported late: a deploy that changes nothing shall not wait for botocore.
    from local import stacks
    from local.aws import client

    key = f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.template"
    _upload(client("s3", cloud.aws_url), package.objects | {key: text.encode()}, known)
    # By its URL, as SAM does: in the request itself a template may have 51 200 bytes.
    template = {"TemplateURL": f"{cloud.aws_url}/{artifacts.BUCKET}/{key}"}
    stacks.put(client("cloudformation", cloud.aws_url), stack_name(service), template, values)


def _upload(s3: Any, objects: dict[str, bytes], known: list[str]) -> None:
    if not known:
        s3.create_bucket(Bucket=artifacts.BUCKET, CreateBucketConfiguration=_LOCATION)
    for key in objects.keys() - set(known):
        s3.put_object(Bucket=artifacts.BUCKET, Key=key, Body=objects[key])
        known.append(key)


def _state(cloud: Cloud) -> dict[str, Any]:
    """What this run of the emulator holds; nothing after a restart, as it keeps all in memory."""
    state = cloud.read(_STATE)
    if state.get("emulator") == emulator.identity(cloud):
        return state
    return {"emulator": emulator.identity(cloud), "stacks": {}, "objects": []}


def _template(cloud: Cloud, service: str) -> Path:
    return cloud.functions / service / "template.yaml"
