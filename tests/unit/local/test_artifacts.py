"""Packaged templates: what goes to S3 and under which name."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from local import artifacts

TEMPLATE = """
Globals:
  Function:
    CodeUri: src/
Resources:
  Words:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: ../layers/words}
  Dependencies:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: ../layers/dependencies}
  Shared:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.handler}
  Own:
    Type: AWS::Serverless::Function
    Properties: {Handler: b.handler, CodeUri: other}
  Inline:
    Type: AWS::Serverless::Function
    Properties: {Handler: c.handler, CodeUri: s3://bucket/key}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: ../machine.asl.json}
  Table:
    Type: AWS::DynamoDB::Table
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionBody:
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}
"""


@pytest.fixture
def service(tmp_path) -> Path:
    files = {
        "service/template.yaml": TEMPLATE,
        "service/src/pkg/a.py": "a",
        "service/src/pkg/__pycache__/a.pyc": "compiled",
        "service/other/b.py": "b",
        "service/openapi.yaml": "openapi: 3.0.1",
        "layers/words/words/__init__.py": "w",
        "layers/dependencies/requirements.txt": "orjson",
        "layers/dependencies/requirements.in": "orjson",
        "machine.asl.json": "{}",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "service"


def names(package: artifacts.Package, uri: str) -> list[str]:
    key = uri.removeprefix(f"s3://{artifacts.BUCKET}/")
    return zipfile.ZipFile(io.BytesIO(package.objects[key])).namelist()


def test_local_paths_become_objects(service):
    package = artifacts.package(service / "template.yaml")
    resources = package.template["Resources"]

    def uri(logical_id: str, name: str) -> str:
        return resources[logical_id]["Properties"][name]

    assert names(package, package.template["Globals"]["Function"]["CodeUri"]) == ["pkg/a.py"]
    assert names(package, uri("Own", "CodeUri")) == ["b.py"]
    assert names(package, uri("Words", "ContentUri")) == ["python/words/__init__.py"]
    assert uri("Inline", "CodeUri") == "s3://bucket/key"
    include = resources["Api"]["Properties"]["DefinitionBody"]["Fn::Transform"]["Parameters"]
    for location, content in (
        (include["Location"], b"openapi: 3.0.1"),
        (uri("Machine", "DefinitionUri"), b"{}"),
    ):
        assert package.objects[location.rpartition("/")[2]] == content


def test_the_layer_of_locked_packages_holds_only_a_note(service):
    package = artifacts.package(service / "template.yaml")
    uri = package.template["Resources"]["Dependencies"]["Properties"]["ContentUri"]
    assert names(package, uri) == ["python/README"]


def test_the_same_content_has_the_same_key_whenever_it_was_written(service):
    before = artifacts.package(service / "template.yaml")
    os.utime(service / "src/pkg/a.py", (1, 1))
    assert artifacts.package(service / "template.yaml") == before


def test_other_content_has_another_key(service):
    before = artifacts.package(service / "template.yaml")
    (service / "src/pkg/a.py").write_text("changed")
    after = artifacts.package(service / "template.yaml")
    assert before.template["Globals"] != after.template["Globals"]
    assert before.template["Resources"] == after.template["Resources"]


def test_a_missing_folder_is_named(service):
    (service / "other/b.py").unlink()
    (service / "other").rmdir()
    with pytest.raises(FileNotFoundError, match="other"):
        artifacts.package(service / "template.yaml")
