"""A station, the queue of certificate requests, and who answers on the air."""

from tests.unit.ocpp_gateway.outbound.conftest import air, station

__all__ = ["air", "station"]
