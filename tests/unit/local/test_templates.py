"""Templates in the form that CloudFormation takes."""

from pathlib import Path

import pytest

from local import templates


def load(tmp_path: Path, properties: str):
    path = tmp_path / "template.yaml"
    path.write_text(f"Resources:\n  A:\n    Type: T\n    Properties:\n      P: {properties}\n")
    return templates.load(path)["Resources"]["A"]["Properties"]["P"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("!Ref Stage", {"Ref": "Stage"}),
        ("!Condition IsAws", {"Condition": "IsAws"}),
        ("!GetAtt Table.Arn", {"Fn::GetAtt": ["Table", "Arn"]}),
        ("!GetAtt Api.Stage.Url", {"Fn::GetAtt": ["Api", "Stage.Url"]}),
        ("!GetAtt [Table, Arn]", {"Fn::GetAtt": ["Table", "Arn"]}),
        ("!Sub a-${Stage}", {"Fn::Sub": "a-${Stage}"}),
        ('!Sub ["${X}", {X: !Ref Y}]', {"Fn::Sub": ["${X}", {"X": {"Ref": "Y"}}]}),
        ("!Not [!Equals [!Ref S, local]]", {"Fn::Not": [{"Fn::Equals": [{"Ref": "S"}, "local"]}]}),
        ("!Transform {Name: T}", {"Fn::Transform": {"Name": "T"}}),
        ("2012-10-17", "2012-10-17"),
        ("3", 3),
    ],
)
def test_short_forms_become_long_forms(tmp_path, short, long):
    assert load(tmp_path, short) == long


def test_what_has_no_resources_is_no_template(tmp_path):
    (tmp_path / "template.yaml").write_text("openapi: 3.0.1\n")
    with pytest.raises(ValueError, match="no template"):
        templates.load(tmp_path / "template.yaml")
