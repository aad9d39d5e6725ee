"""A REST API of a template: hands a function its requests as API Gateway does."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from local import templates


def api_routes(template: Path) -> set[tuple[str, str]]:
    """Every `(METHOD, path)` that the template sends to one of its functions."""
    resources = templates.load(template)["Resources"].values()
    events = [event for resource in resources for event in _events(resource)]
    return {
        (event["Properties"]["Method"].upper(), event["Properties"]["Path"])
        for event in events
        if event["Type"] == "Api"
    }


def _events(resource: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return resource.get("Properties", {}).get("Events", {}).values() if "Type" in resource else ()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def content_type(self) -> str:
        return self.headers["Content-Type"]

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class RestApi:
    """`handler` behind the routes of a template."""

    handler: Callable[[dict[str, Any], None], dict[str, Any]]
    routes: set[tuple[str, str]]

    def request(
        self,
        method: str,
        url: str,
        body: Any = None,
        content_type: str | None = None,
        language: str | None = None,
    ) -> Answer:
        """Ask; `body` is sent as JSON unless it is text."""
        path, _, query = url.partition("?")
        resource, parameters = self.resource(method, path)
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        wanted = {"Content-Type": content_type, "Accept-Language": language}
        headers = {name: value for name, value in wanted.items() if value}
        event = {
            "requestContext": {"resourcePath": resource, "httpMethod": method},
            "headers": headers or None,
            "multiValueQueryStringParameters": parse_qs(query, keep_blank_values=True) or None,
            "pathParameters": parameters or None,
            "stageVariables": None,
            "body": text,
            "isBase64Encoded": False,
        }
        answer = self.handler(event, None)
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    def resource(self, method: str, path: str) -> tuple[str, dict[str, str]]:
        """The route that takes a request, and its path parameters, still encoded.

        API Gateway prefers literal segments, and a greedy path takes what is left over.
        """
        routes = [route for known, route in self.routes if known == method]
        for route in sorted(routes, key=lambda r: ("+}" in r, r.count("{"))):
            pattern = route.replace(".", r"\.")
            pattern = re.sub(r"{(\w+)\+}", r"(?P<\1>.+)", pattern)
            pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", pattern)
            if match := re.fullmatch(pattern, path):
                return route, match.groupdict()
        raise ValueError(f"API Gateway itself refuses {method} {path}")
