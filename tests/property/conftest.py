"""A station for properties of what stations send."""

import pytest


@pytest.fixture
def station(aws):
    """CP1, which has booted."""
    from ocpp_gateway.tables import StationTable

    StationTable("CP1", "station", kind="station", registration="Accepted").save()
