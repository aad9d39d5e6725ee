"""Remote starts: asked once, answered by the transaction, given up with a reason (R-TX-11)."""

from datetime import UTC, datetime

import pytest

from corridor_kernel.identifiers import session_id
from corridor_kernel.ocpp.schemas import find_violation
from sessions.confirm_start import confirm_start
from sessions.describe_start import describe_start
from sessions.domain.remote_start import LARGEST_ID, candidate_id, execution_name
from sessions.find_start import find_start
from sessions.handlers import await_transaction, fail_start, on_ledger
from sessions.start_session import start_session
from sessions.tables import RemoteStartItem
from tests.transactions import STATION, TRANSACTION, payload, record

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKEN = {"id_token": "04AF", "type": "ISO14443"}
SESSION = session_id(STATION, TRANSACTION)
pytestmark = pytest.mark.usefixtures("aws", "machines")


def start():
    return int(start_session(STATION, 2, TOKEN, NOW).remote_start_id)


def wait(remote_start_id, token="token", **answer):
    event = {"station_id": STATION, "remote_start_id": remote_start_id}
    await_transaction.handler(event | {"task_token": token, "answer": answer}, None)


def give_up(remote_start_id, **failure):
    event = {"station_id": STATION, "remote_start_id": remote_start_id, "failure": failure}
    fail_start.handler(event, None)


def transaction_comes(remote_start_id):
    body = payload(0, "Started", info_remoteStartId=remote_start_id)
    on_ledger.handler({"Records": [record(body)]}, None)


def told(remote_start_id):
    known = describe_start(find_start(STATION, remote_start_id))
    return {k: v for k, v in known.items() if k not in ("station_id", "remote_start_id")}


def test_the_intent_is_stored_before_anything_is_sent(machines):
    machines.trouble = True
    with pytest.raises(Exception, match="ThrottlingException"):
        start()
    (item,) = RemoteStartItem.scan()
    assert describe_start(item)["state"] == "Requested"


def test_what_is_asked_of_the_station_keeps_the_standard(machines):
    remote_start_id = start()
    arguments = machines.started[execution_name(STATION, remote_start_id)]
    call = arguments["call"]
    assert find_violation("RequestStartTransactionRequest", call["payload"], "ocpp2.0.1") is None
    assert call["payload"]["remoteStartId"] == arguments["remote_start_id"] == remote_start_id
    assert len(call["call_id"]) == 36


def test_no_two_starts_of_a_station_share_an_id():
    assert len({start() for _ in range(3)}) == 3


def test_stations_that_start_in_one_second_share_no_call(machines):
    start_session("A", 1, TOKEN, NOW)
    start_session("B", 1, TOKEN, NOW)
    ids = [execution["call"]["call_id"] for execution in machines.started.values()]
    assert len(set(ids)) == len(machines.started) == 2


def test_an_id_fits_a_signed_32_bit_integer_for_decades():
    assert 0 < candidate_id(NOW) < candidate_id(NOW.replace(year=2087)) < LARGEST_ID


def test_an_execution_may_be_named_after_any_identity():
    assert execution_name("DE*ABC:E1|x", 7).replace("-", "").isalnum()
    assert len(execution_name("x" * 48, LARGEST_ID)) <= 80


def test_the_transaction_comes_while_it_is_waited_for(machines):
    remote_start_id = start()
    wait(remote_start_id, status="Accepted")
    assert told(remote_start_id) == {"state": "Accepted"}
    transaction_comes(remote_start_id)
    assert machines.completed == [("token", {"session_id": SESSION})]
    assert told(remote_start_id) == {"state": "Started", "session_id": SESSION}


def test_the_transaction_comes_before_it_is_waited_for(machines):
    remote_start_id = start()
    transaction_comes(remote_start_id)
    assert machines.completed == []
    wait(remote_start_id, status="Accepted")
    assert machines.completed == [("token", {"session_id": SESSION})]


def test_a_lost_answer_is_waited_out(machines):
    remote_start_id = start()
    wait(remote_start_id, status="Lost")
    assert told(remote_start_id) == {"state": "Requested"}
    transaction_comes(remote_start_id)
    assert told(remote_start_id)["state"] == "Started"


def test_an_answer_that_names_the_transaction_is_enough(machines):
    remote_start_id = start()
    wait(remote_start_id, status="Accepted", transactionId=TRANSACTION)
    assert machines.completed == [("token", {"session_id": SESSION})]


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        ({"status": "Rejected"}, "Rejected"),
        ({"Error": "StationOffline", "Cause": "x"}, "StationOffline"),
        ({"Error": "NoTransaction"}, "NoTransaction"),
        ({}, "Unknown"),
    ],
)
def test_a_start_that_is_given_up_says_why(outbox, failure, reason):
    remote_start_id = start()
    give_up(remote_start_id, **failure)
    give_up(remote_start_id, **failure)
    assert told(remote_start_id) == {"state": "Failed", "reason": reason}
    data = {"station_id": STATION, "remote_start_id": remote_start_id, "reason": reason}
    assert outbox() == [("StartFailed", data)]


def test_a_start_that_came_meanwhile_is_not_given_up(outbox):
    remote_start_id = start()
    transaction_comes(remote_start_id)
    give_up(remote_start_id, Error="NoTransaction")
    assert told(remote_start_id)["state"] == "Started"
    assert "StartFailed" not in [name for name, _ in outbox()]


def test_a_start_that_comes_after_it_was_given_up_is_a_start():
    remote_start_id = start()
    give_up(remote_start_id, Error="NoTransaction")
    transaction_comes(remote_start_id)
    assert told(remote_start_id) == {"state": "Started", "session_id": SESSION}


@pytest.mark.parametrize("stranger", [1, 0, -5, 2**40])
def test_an_id_that_we_never_gave_is_passed_over(stranger):
    confirm_start(STATION, stranger, SESSION)
    assert RemoteStartItem.count() == 0
