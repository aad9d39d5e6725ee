"""A signed session with the link to its receipt, and the drivers' door."""

from datetime import timedelta

import pytest

from sessions.collect_facts import collect_facts
from sessions.find_session import find_session
from sessions.handlers import receipt
from sessions.settle_session import settle_session
from tests.rest_api import RestApi, api_routes
from tests.services import ROOT
from tests.transactions import BILL, START
from tests.unit.sessions.signed.conftest import NOW, SESSION, begin_and_end, meter, verify_all
from tests.unit.sessions.signed.test_keys_of_meters import register

__all__ = ["meter"]

DOOR = RestApi(receipt.handler, api_routes(ROOT / "functions/sessions/template.yaml"))
LONG_AGO = START - timedelta(days=1)


def issued():
    """The token of the session's link, as the settlement makes it."""
    collect_facts(SESSION, NOW)
    return find_session(SESSION).receipt_token


def settle(**other):
    settle_session(SESSION, BILL | other, [], NOW)


def look(token, view="", language=None):
    return DOOR.request("GET", f"/receipts/{token}{view}", language=language)


@pytest.fixture
def token(aws, machines, meter):
    """Of a session from 1.0005 to 21.0007 kWh that is billed 1.19 EUR."""
    register(meter, LONG_AGO, bnetza_id="BNetzA-4711")
    begin_and_end(meter, wh=("1000.5", "21000.7"))
    verify_all()
    made = issued()
    settle()
    return made
