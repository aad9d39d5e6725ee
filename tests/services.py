"""The services as their templates declare them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from local import templates

ROOT = Path(__file__).parents[1]

Json = dict[str, Any]


@dataclass(frozen=True)
class Service:
    """One folder of `functions/`."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def package(self) -> str:
        return self.name.replace("-", "_")

    @property
    def source(self) -> Path:
        return self.folder / "src" / self.package

    @cached_property
    def template(self) -> Json:
        return templates.load(self.folder / "template.yaml")

    def resources(self, *types: str) -> dict[str, Json]:
        """Properties of the resources of these types, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.template["Resources"].items()
            if resource["Type"] in types
        }

    @property
    def functions(self) -> dict[str, Json]:
        return self.resources("AWS::Serverless::Function")

    @property
    def tables(self) -> dict[str, Json]:
        return self.resources("AWS::DynamoDB::Table")

    def environment(self, function: Json) -> Json:
        """The function's variables, the shared ones of `Globals` included."""
        shared = self.template.get("Globals", {}).get("Function", {})
        both = (shared, function)
        return {k: v for part in both for k, v in _variables(part).items()}

    def event_sources(self, *types: str) -> Iterator[tuple[str, Json]]:
        """`(function.event, properties)` of the events of these types."""
        for name, function in self.functions.items():
            for event, content in function.get("Events", {}).items():
                if content["Type"] in types:
                    yield f"{name}.{event}", content["Properties"]

    def rules(self) -> Iterator[tuple[str, Json]]:
        """`(name, rule)`: those of functions, and those that fill a queue in the same shape."""
        yield from self.event_sources("EventBridgeRule")
        for name, rule in self.resources("AWS::Events::Rule").items():
            (target,) = rule["Targets"]
            yield name, {"Pattern": rule["EventPattern"]} | rule | target

    def __str__(self) -> str:
        return self.name


def _variables(part: Json) -> Json:
    variables: Json = part.get("Environment", {}).get("Variables", {})
    return variables


SERVICES = [Service(path.parent) for path in sorted(ROOT.glob("functions/*/template.yaml"))]
