"""A local cloud with a sample of two services: small, so that its behaviour alone is tested."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import lifecycle
from local.cloud import Cloud
from tests.cloud import RunningCloud, start

SAMPLE = Path(__file__).with_name("sample")


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Cloud]:
    """Where a sample cloud will run; its services may be changed."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    made = Cloud(folder / ".local", folder / "functions")
    yield made
    lifecycle.down(made)


@pytest.fixture(scope="module")
def sample(place: Cloud) -> RunningCloud:
    """The sample, up."""
    return start(place)
