"""The tables that models think of are the tables that templates make."""

import importlib
import os
from collections import defaultdict

import pytest
from pynamodb.attributes import TTLAttribute

from corridor_aws.outbox import OutboxItem
from corridor_aws.tables import TableModel
from tests.services import SERVICES

WITH_TABLES = [service for service in SERVICES if service.tables]


def models(service):
    """The models of a service by the environment variable that names their table."""
    if (service.source / "tables.py").is_file():
        importlib.import_module(f"{service.package}.tables")
    by_variable = defaultdict(list)
    for model in TableModel.__subclasses__():
        if model is OutboxItem or model.__module__ == f"{service.package}.tables":
            by_variable[variable_of(model)].append(model)
    return by_variable


def variable_of(model):
    (name,) = (k for k, v in os.environ.items() if v == model.Meta.table_name and "TABLE" in k)
    return name


def tables(service):
    """The logical table ids by the variable that names them to functions."""
    found = {}
    for function in service.functions.values():
        for variable, value in service.environment(function).items():
            if isinstance(value, dict) and value.get("Ref") in service.tables:
                found[variable] = value["Ref"]
    return found


def keys(schema):
    """Hash key first; pynamodb orders them by name."""
    return sorted(((k["AttributeName"], k["KeyType"]) for k in schema), key=lambda key: key[1])


def indexes(schemas):
    return {
        index["IndexName"]: (
            keys(index["KeySchema"]),
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes", [])),
        )
        for index in schemas
    }


def pascal(value):
    """pynamodb's schema with the names of the API: `index_name` -> `IndexName`."""
    if isinstance(value, list):
        return [pascal(item) for item in value]
    if isinstance(value, dict):
        return {
            "".join(w.capitalize() if w.islower() else w for w in k.split("_")): pascal(v)
            for k, v in value.items()
        }
    return value


@pytest.mark.parametrize("service", WITH_TABLES, ids=str)
def test_every_table_has_a_model_and_every_model_a_table(service):
    assert set(tables(service)) == set(models(service))
    assert set(tables(service).values()) == set(service.tables)


@pytest.mark.parametrize("service", WITH_TABLES, ids=str)
def test_keys_and_indexes_are_those_of_the_model(service):
    for variable, logical_id in tables(service).items():
        declared = service.tables[logical_id]
        thought = [pascal(model._get_schema()) for model in models(service)[variable]]
        assert keys(declared["KeySchema"]) == keys(thought[0]["KeySchema"])
        for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
            merged = {k: v for schema in thought for k, v in indexes(schema[kind]).items()}
            assert indexes(declared.get(kind, [])) == merged, logical_id
        assert attributes(declared) == {k: v for s in thought for k, v in attributes(s).items()}


def attributes(schema):
    return {a["AttributeName"]: a["AttributeType"] for a in schema["AttributeDefinitions"]}


@pytest.mark.parametrize("service", WITH_TABLES, ids=str)
def test_what_expires_in_the_model_expires_in_the_table(service):
    for variable, logical_id in tables(service).items():
        declared = service.tables[logical_id].get("TimeToLiveSpecification")
        thought = {
            attribute.attr_name
            for model in models(service)[variable]
            for attribute in model.get_attributes().values()
            if isinstance(attribute, TTLAttribute)
        }
        assert ({declared["AttributeName"]} if declared else set()) == thought, logical_id
        assert not declared or declared["Enabled"] in (True, "true")


@pytest.mark.parametrize("service", WITH_TABLES, ids=str)
def test_the_outbox_is_relayed(service):
    """A service with an outbox has a function on its stream that gives new events to the bus."""
    if "OutboxTable" not in service.tables:
        return
    streams = {
        tuple(source["Stream"]["Fn::GetAtt"]): source
        for _, source in service.event_sources("DynamoDB")
        if "Fn::GetAtt" in source["Stream"]
    }
    assert ("OutboxTable", "StreamArn") in streams
