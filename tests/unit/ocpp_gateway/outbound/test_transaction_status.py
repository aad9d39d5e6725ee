"""What a station says of a transaction when asked goes into the ledger, once (R-TX-5)."""

import json

import pytest

from corridor_kernel.ocpp.frames import CallResult
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.tables import LedgerTable
from tests.unit.ocpp_gateway.outbound.conftest import NOW, ask, call

ANSWER = {"ongoingIndicator": False, "messagesInQueue": True}


def told(payload):
    ask("c1", action="GetTransactionStatus", payload=payload)
    receive_answer("CS1", CallResult("c1", ANSWER), NOW)
    complete_call(call(), NOW)
    complete_call(call(), NOW)
    return list(LedgerTable.scan())


def test_the_answer_stands_in_the_ledger_as_it_came(station, air):
    (item,) = told({"transactionId": "T1"})
    assert (item.transaction, item.transaction_id, item.payload) == ("CS1#T1", "T1", None)
    assert json.loads(item.response) == ANSWER
    assert item.received_at == NOW
    assert item.message_id == "c1"


@pytest.mark.parametrize("payload", [{}])
def test_an_answer_about_no_transaction_is_not_kept(station, air, payload):
    assert told(payload) == []
