"""A registered 1.6 station, `CP1`, as the tests of inbound messages know it."""

from tests.unit.ocpp_gateway.inbound.conftest import (
    broken,
    events_keep_their_schemas,
    fresh_environment,
    register,
    station,
)

__all__ = [
    "broken",
    "events_keep_their_schemas",
    "fresh_environment",
    "register",
    "station",
]
