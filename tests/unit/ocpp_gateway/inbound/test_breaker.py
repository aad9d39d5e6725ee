"""While frames fail, no station may count our failures (R-OUT-1)."""

from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from tests.unit.ocpp_gateway.inbound.test_sockets import connect


def guard(state: str) -> list[float]:
    """The pauses that the guard made."""
    from ocpp_gateway.guard_ingest import guard_ingest

    pauses: list[float] = []
    guard_ingest(state, datetime.now(UTC), pauses.append)
    return pauses


@pytest.fixture
def forget(monkeypatch):
    """Another environment, which has not read the breaker yet."""
    from ocpp_gateway import breaker

    return lambda: monkeypatch.setattr(breaker, "_known", {})


@pytest.fixture
def closed(monkeypatch) -> list[str]:
    from ocpp_gateway import connections

    sockets: list[str] = []
    monkeypatch.setattr(connections, "close", sockets.append)
    return sockets


def test_an_alarm_closes_every_socket_and_refuses_handshakes(register, closed, forget):
    register("CP1", boot_status="Accepted", connection_id="A=")
    register("CP2", boot_status="Accepted", connection_id="B=")
    register("CP3")
    assert guard("ALARM") == [5.0]
    assert sorted(closed) == ["A=", "A=", "B=", "B="]
    assert connect() == {"statusCode": 503}


def test_many_sockets_are_closed_at_once(register, monkeypatch, forget):
    """Ten thousand one after another would take longer than the function has."""
    from ocpp_gateway import connections

    together = Barrier(4, timeout=10)
    monkeypatch.setattr(connections, "close", lambda _: together.wait())
    for number in range(4):
        register(f"CP{number}", connection_id=f"S{number}=")
    guard("ALARM")
    assert not together.broken


def test_the_end_of_the_alarm_lets_stations_in(register, closed, forget):
    register()
    guard("ALARM")
    assert connect()["statusCode"] == 503
    guard("OK")
    forget()
    assert connect()["statusCode"] == 200


def test_an_environment_that_knows_no_breaker_asks_again_after_five_seconds(register, closed):
    from ocpp_gateway import breaker

    now = datetime.now(UTC)
    assert not breaker.is_open(now)
    breaker.open_breaker(now)
    assert not breaker.is_open(now + timedelta(seconds=4))
    assert breaker.is_open(now + timedelta(seconds=5))


def test_a_lost_ok_keeps_nobody_out_for_ever(register, closed, forget):
    from ocpp_gateway import breaker

    now = datetime.now(UTC)
    breaker.open_breaker(now)
    assert breaker.is_open(now + timedelta(minutes=14))
    forget()
    assert not breaker.is_open(now + timedelta(minutes=15))


def test_a_socket_that_cannot_be_closed_spares_no_other(register, monkeypatch, forget):
    from ocpp_gateway import connections

    tried: list[str] = []

    def fail(connection_id: str) -> None:
        tried.append(connection_id)
        raise ConnectionError("down")

    monkeypatch.setattr(connections, "close", fail)
    register("CP1", connection_id="A=")
    register("CP2", connection_id="B=")
    guard("ALARM")
    assert sorted(set(tried)) == ["A=", "B="]


def test_nobody_comes_in_while_the_ledger_takes_nothing(register):
    from pynamodb.exceptions import PynamoDBException

    from ocpp_gateway.tables import LedgerTable

    register()
    LedgerTable.delete_table()
    with pytest.raises(PynamoDBException):
        connect()
