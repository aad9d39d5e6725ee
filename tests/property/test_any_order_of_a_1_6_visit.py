"""However the messages of a 1.6 transaction come, they are one session and one bill (§5.1)."""

from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from tests.unit.ocpp_gateway.ocpp16.speaking import (
    metered,
    result,
    save_token,
    session,
    start,
    status,
    stop,
)

# What a station says of one visit; None stands for the id that it was given, if it was by then.
VISIT = (
    ("StartTransaction", start()),
    ("MeterValues", metered(None, 5, 3000)),
    ("MeterValues", metered(None, 10, 5000)),
    ("MeterValues", metered(None, 20, 8000)),
    ("StopTransaction", stop(0, 30, 9000, idTag="04aa", reason="EVDisconnected")),
)
LAST_MINUTE = 40


def play(messages) -> dict:
    """The facts that are billed after these messages, in a network of their own."""
    from corridor_aws.outbox import OutboxItem
    from ocpp_gateway import mark_seen, tables
    from ocpp_gateway.ocpp16 import meter_values

    mark_seen._seen.clear()
    meter_values._ours.clear()
    with mock_aws():
        for name in ("StationTable", "LedgerTable", "FactTable", "RecordTable", "TokenTable"):
            getattr(tables, name).create_table(billing_mode="PAY_PER_REQUEST")
        OutboxItem.create_table(billing_mode="PAY_PER_REQUEST")
        save_token()
        given_id = None
        for action, payload in messages:
            told = dict(payload)
            if action in ("MeterValues", "StopTransaction"):
                told["transactionId"] = -1 if given_id is None else given_id
            answer = result(action, told, received=LAST_MINUTE)
            given_id = answer.get("transactionId", given_id)
        return session(given_id)[1]


@settings(max_examples=15)
@given(st.data())
def test_any_order_and_any_repeats_make_the_same_bill(data):
    repeats = data.draw(st.lists(st.sampled_from(VISIT), max_size=4))
    arrived = data.draw(st.permutations([*VISIT, *repeats]))
    assert play(arrived) == play(VISIT)


def test_what_is_compared_is_a_whole_bill():
    facts = play([VISIT[0], ("StatusNotification", status("Charging", 1)), *VISIT[1:]])
    assert facts["flags"] == ["offline"]
    assert facts["energy_wh"] == "8000"
    assert len(facts["telemetry"]) == 5
    assert facts["states"]
