"""Reads from the emulated AWS what was deployed: the WebSocket API, its functions, their roles."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from local import stacks
from local.aws import client
from local.cloud import ACCOUNT
from local.deploy import stack_name
from local.front_door.api import Api, Authorizer, Function
from local.front_door.gateway import NotDeployed

_GATEWAY = "ocpp-gateway"
_FUNCTION = re.compile(r"functions/(arn:[^/]+)/invocations")
_HEADER_SOURCE = "route.request.header."
_TRUST = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "sts:AssumeRole",
}


def websocket_api(url: str) -> Api:
    """The gateway's API as deployed at `url`."""
    ids = stacks.physical_ids(_cloudformation(url), stack_name(_GATEWAY), "AWS::ApiGatewayV2::Api")
    if not ids:
        raise NotDeployed(stack_name(_GATEWAY))
    api_id, gateway = ids[0], client("apigatewayv2", url)
    routes = {r["RouteKey"]: r for r in gateway.get_routes(ApiId=api_id)["Items"]}
    targets = {
        item["IntegrationId"]: item["IntegrationUri"]
        for item in gateway.get_integrations(ApiId=api_id)["Items"]
    }

    def function(key: str) -> Function | None:
        route = routes.get(key)
        return route and _function(url, targets[route["Target"].rpartition("/")[2]])

    default = function("$default")
    if default is None:
        raise NotDeployed("the route $default")
    return Api(
        id=api_id,
        stage=gateway.get_stages(ApiId=api_id)["Items"][0]["StageName"],
        default=default,
        connect=function("$connect"),
        disconnect=function("$disconnect"),
        authorizer=_authorizer(url, gateway, api_id),
        answers=bool(routes["$default"].get("RouteResponseSelectionExpression")),
    )


def rest_stage_path(url: str, service: str) -> str | None:
    """Where the emulator serves the stage of a service's REST API; None if it is not deployed."""
    found = [
        stacks.physical_ids(_cloudformation(url), stack_name(service), kind)
        for kind in ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage")
    ]
    return f"/_aws/execute-api/{found[0][0]}/{found[1][0]}" if all(found) else None


def role_credentials(url: str, function: Function) -> dict[str, str]:
    """Credentials of a function's role, so that its policies bind here as they do in Lambda.

    The emulator lets only whom the trust policy names assume a role, so its root is added there.
    """
    iam, name = client("iam", url), function.role_arn.rpartition("/")[2]
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    if _TRUST not in trust["Statement"]:
        trust["Statement"].append(_TRUST)
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=orjson.dumps(trust).decode())
    session = client("sts", url).assume_role(
        RoleArn=function.role_arn, RoleSessionName=function.name[:64]
    )["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"],
    }


def _function(url: str, integration_uri: str) -> Function:
    match = _FUNCTION.search(integration_uri)
    if match is None:
        raise NotDeployed(f"a function behind {integration_uri}")
    found: Mapping[str, Any] = client("lambda", url).get_function_configuration(
        FunctionName=match[1]
    )
    return Function(
        name=found["FunctionName"],
        handler=found["Handler"],
        arn=found["FunctionArn"],
        role_arn=found["Role"],
        timeout_s=float(found["Timeout"]),
        memory_mb=int(found["MemorySize"]),
        variables=found.get("Environment", {}).get("Variables", {}),
    )


def _authorizer(url: str, gateway: Any, api_id: str) -> Authorizer | None:
    items = gateway.get_authorizers(ApiId=api_id)["Items"]
    if not items:
        return None
    sources = items[0].get("IdentitySource") or []
    headers = [s.removeprefix(_HEADER_SOURCE).lower() for s in sources if _HEADER_SOURCE in s]
    return Authorizer(_function(url, items[0]["AuthorizerUri"]), tuple(headers))


def _cloudformation(url: str) -> Any:
    return client("cloudformation", url)
