"""The operator API in front of services that are played."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from operations.app import create_app
from tests.rest_api import RestApi, api_routes

TEMPLATE = Path(__file__).parents[3] / "functions/operations/template.yaml"


class Services:
    """Answers every question alike and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Mapping[str, Any]]] = []
        self.answer: tuple[int, Any] | Exception = (200, {})

    def ask(self, service: str, operation: str, parameters: Mapping[str, Any]) -> tuple[int, Any]:
        self.asked.append((service, operation, orjson.loads(orjson.dumps(parameters))))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def api(services: Services) -> RestApi:
    return RestApi(create_app(services.ask), api_routes(TEMPLATE))
