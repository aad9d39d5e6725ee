"""A deployed handler starts with what its layers ship, and the hot one starts light."""

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

class NotShipped:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} is not in the layer", name=name)

absent = set(json.loads(sys.argv[2]))
sys.meta_path.insert(0, NotShipped())
importlib.import_module(sys.argv[1])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def not_shipped() -> list[str]:
    """Importable packages of this environment that the runtime lock does not hold."""
    locked = {
        _canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(), re.M)
    }
    return [
        package
        for package, owners in packages_distributions().items()
        if not any(_canonical(owner) in locked for owner in owners)
    ]


def imported_packages(module: str) -> set[str]:
    """Top-level packages that a fresh interpreter loads for `module` with the lock's packages."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, module, json.dumps(not_shipped())],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(path) for path in SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_starts_with_what_its_layers_ship(handler):
    imported_packages(handler)


def test_the_frame_handler_starts_light():
    loaded = imported_packages("ocpp_gateway.handlers.on_frame")
    heavy = {"ocpp", "jsonschema", "stripe", "chalice", "aws_xray_sdk", "boto3", "pydantic"}
    assert not loaded & heavy


@pytest.mark.parametrize("handler", ["on_ledger", "quote_transaction", "show_cost"])
def test_sessions_load_cryptography_only_where_they_verify(handler):
    loaded = imported_packages(f"sessions.handlers.{handler}")
    assert not loaded & {"cryptography", "defusedxml"}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
