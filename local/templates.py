"""Reads a SAM template into the JSON form that CloudFormation takes (`!Ref x` -> {"Ref": "x"})."""

from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TemplateLoader(_Loader):  # type: ignore[misc]
    """A safe loader that knows the short forms of the intrinsic functions."""


def load(path: Path) -> dict[str, Any]:
    """The template in long form; dates stay the text that they are."""
    content = yaml.load(path.read_text(), Loader=_TemplateLoader)
    if not isinstance(content, dict) or "Resources" not in content:
        raise ValueError(f"{path} is no template: it has no Resources")
    return content


def _intrinsic(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    value = _plain(loader, node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name: value}


def _plain(loader: Any, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


_TemplateLoader.add_multi_constructor("!", _intrinsic)
_TemplateLoader.add_constructor("tag:yaml.org,2002:timestamp", _plain)
