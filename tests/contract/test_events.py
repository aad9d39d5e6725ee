"""Events: each has a schema beside its owner, each listener an owner who tells."""

import ast
import json

import jsonschema_rs
import pytest

from tests.services import ROOT, SERVICES

SCHEMAS = sorted(ROOT.glob("functions/*/events/*.json"))
LISTENERS = [
    pytest.param(service, rule, id=f"{service}-{name}")
    for service in SERVICES
    for name, rule in service.rules()
    if rule["Pattern"]["source"] != ["aws.cloudwatch"]
]


def objects(schema):
    """Every schema of an object within `schema`."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for child in schema.values():
            yield from objects(child)


def event_names(service):
    """The names that a service's code gives to events: `Event(source, name, …)`."""
    for path in service.source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event":
                given = {word.arg: word.value for word in node.keywords}
                source = given.get("source", node.args[0] if node.args else None)
                name = given.get("name", node.args[1] if len(node.args) > 1 else None)
                yield constant(source), constant(name)


def constant(node):
    return node.value if isinstance(node, ast.Constant) else None


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_is_valid_and_closed(path):
    schema = json.loads(path.read_text())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(schema)
    for part in objects(schema):
        assert part["additionalProperties"] is False
        assert set(part.get("required", [])) <= set(part["properties"])


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_describes_the_whole_detail(path):
    name, version, _ = path.name.split(".")
    schema = json.loads(path.read_text())
    assert set(schema["required"]) == {"id", "version", "time", "data"} == set(schema["properties"])
    assert schema["properties"]["version"] == {"const": int(version.removeprefix("v"))}
    assert name.isalpha()


@pytest.mark.parametrize(("service", "rule"), LISTENERS)
def test_a_rule_listens_to_what_somebody_tells(service, rule):
    pattern = rule["Pattern"]
    owners = [source.removeprefix("corridor.") for source in pattern["source"]]
    for name in pattern["detail-type"]:
        assert any((ROOT / f"functions/{o}/events/{name}.v1.json").is_file() for o in owners), name
    for owner in owners:
        folder = ROOT / f"functions/{owner}/events"
        assert any((folder / f"{n}.v1.json").is_file() for n in pattern["detail-type"]), owner


@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_code_tells_what_has_a_schema_and_nothing_else(service):
    told = {name for _, name in event_names(service) if name}
    described = {path.name.split(".")[0] for path in (service.folder / "events").glob("*.json")}
    words = {
        node.value
        for path in service.source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert told <= described
    assert described <= words


@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_an_event_names_its_service_as_source(service):
    sources = {source for source, _ in event_names(service) if source}
    assert sources <= {f"corridor.{service.name}"}
