"""Packages a template as `sam package` does: local paths become objects named by their content."""

import copy
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local import templates

BUCKET = "corridor-local-artifacts"

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOTE = (
    "In the cloud this layer holds requirements.txt, built for python3.13 on arm64. Here the same\n"
    "locked packages come from the virtual environment that runs the emulator: its functions are\n"
    "processes of this machine, which could not load wheels of another processor.\n"
)


@dataclass
class Package:
    """A template whose local paths point into BUCKET, and the objects to put there, by key."""

    template: dict[str, Any]
    objects: dict[str, bytes] = field(default_factory=dict)

    def add(self, content: bytes, suffix: str) -> str:
        """The S3 URI of `content`."""
        key = hashlib.sha256(content).hexdigest()[:32] + suffix
        self.objects[key] = content
        return f"s3://{BUCKET}/{key}"


def package(path: Path) -> Package:
    """The template at `path` with its code, layers, state machines and includes packaged."""
    made = Package(copy.deepcopy(templates.load(path)))
    folder = path.parent
    _replace_code(made, made.template.get("Globals", {}).get("Function", {}), folder)
    for resource in made.template["Resources"].values():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::Serverless::Function":
                _replace_code(made, properties, folder)
            case "AWS::Serverless::LayerVersion":
                _replace_layer(made, properties, folder)
            case "AWS::Serverless::StateMachine":
                _replace_file(made, properties, "DefinitionUri", folder)
    for parameters in _includes(made.template):
        _replace_file(made, parameters, "Location", folder)
    return made


def archive(folder: Path, prefix: str = "") -> bytes:
    """A zip of `folder` under `prefix`, the same bytes for the same content."""
    files = {prefix + str(path.relative_to(folder)): path.read_bytes() for path in _files(folder)}
    return _zip(files)


def _replace_code(made: Package, properties: dict[str, Any], folder: Path) -> None:
    if _is_local(properties.get("CodeUri")):
        source = (folder / properties["CodeUri"]).resolve()
        properties["CodeUri"] = made.add(archive(source), ".zip")


def _replace_layer(made: Package, properties: dict[str, Any], folder: Path) -> None:
    source = (folder / properties["ContentUri"]).resolve()
    built_from_lock = (source / "requirements.txt").is_file()
    content = (
        _zip({"python/README": _NOTE.encode()}) if built_from_lock else archive(source, "python/")
    )
    properties["ContentUri"] = made.add(content, ".zip")


def _replace_file(made: Package, holder: dict[str, Any], name: str, folder: Path) -> None:
    if _is_local(holder.get(name)):
        path = folder / holder[name]
        holder[name] = made.add(path.read_bytes(), path.suffix)


def _is_local(value: Any) -> bool:
    return isinstance(value, str) and not value.startswith("s3://")


def _includes(node: Any) -> Iterator[dict[str, Any]]:
    """The Parameters of every AWS::Include in a template."""
    if isinstance(node, dict):
        transform = node.get("Fn::Transform")
        if isinstance(transform, dict) and transform.get("Name") == "AWS::Include":
            yield transform["Parameters"]
        children = list(node.values())
    else:
        children = node if isinstance(node, list) else []
    for child in children:
        yield from _includes(child)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder")
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(p for p in found if "__pycache__" not in p.parts)


def _zip(content: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content[name])
    return buffer.getvalue()
