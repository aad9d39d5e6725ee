"""What a deployed handler imports is in the locked runtime requirements, and nothing more."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "layers/dependencies/requirements.txt"
SOURCES = [ROOT / "layers/kernel", ROOT / "layers/aws", *ROOT.glob("functions/*/src")]
HANDLERS = sorted(
    f"{path.parents[1].name}.handlers.{path.stem}"
    for path in ROOT.glob("functions/*/src/*/handlers/*.py")
    if path.stem != "__init__"
)
PROBE = """
import importlib, json, sys
before = set(sys.modules)
importlib.import_module(sys.argv[1])
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})))
"""


def imported_packages(module: str) -> set[str]:
    """Top-level packages that a fresh interpreter loads for `module`."""
    paths = os.pathsep.join(str(path) for path in SOURCES)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, module],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_imports_only_what_its_layer_ships(handler):
    locked = {
        re.sub(r"[-_.]+", "-", name).lower()
        for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(), re.M)
    }
    owners = packages_distributions()
    for package in imported_packages(handler):
        for distribution in owners.get(package, []):
            assert re.sub(r"[-_.]+", "-", distribution).lower() in locked, package


def test_the_frame_handler_starts_light():
    loaded = imported_packages("ocpp_gateway.handlers.on_frame")
    assert not loaded & {
        "ocpp",
        "jsonschema",
        "stripe",
        "chalice",
        "aws_xray_sdk",
        "boto3",
        "pydantic",
    }
