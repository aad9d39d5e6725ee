"""What stations in the field do wrong, on demand."""

import json

from local.station.quirks import Quirks
from tests.unit.station.waiting import charging, until


async def a_charge(csms, station):
    await charging(csms, station)
    station.evses[1].unplug()
    await station.queue.wait_empty()


def numbers(csms):
    return [event["seq_no"] for event in csms.events()]


def test_every_event_has_the_number_zero(play):
    csms = play(a_charge, quirks=Quirks(seq_no_zero=True))
    assert set(numbers(csms)) == {0}
    assert len(numbers(csms)) >= 3


def test_another_event_has_the_same_number(play):
    first = numbers(play(a_charge, quirks=Quirks(repeats_seq_no=True)))
    assert first[:3] == [0, 0, 2]


def test_the_end_is_lost(play):
    csms = play(a_charge, quirks=Quirks(loses_ended=True))
    assert "Ended" not in [event["event_type"] for event in csms.events()]


def test_message_ids_start_again_after_a_boot(play):
    async def scene(csms, station):
        await charging(csms, station)
        station.power.lose()
        station.power.regain()
        await until(lambda: csms.actions().count("BootNotification") == 2)
        await station.queue.wait_empty()

    csms = play(scene, quirks=Quirks(counts_message_ids=True))
    ids = [frame[1] for frame in map(json.loads, csms.frames) if frame[0] == 2]
    assert ids.count("1") == 2
    assert set(ids) <= {str(number) for number in range(20)}


async def a_power_loss(csms, station):
    await charging(csms, station)
    station.power.lose()
    await until(lambda: not station.is_online)
    station.power.regain()
    await until(lambda: csms.actions().count("BootNotification") == 2)
    await station.queue.wait_empty()
    if station.evses[1].transaction:
        station.evses[1].unplug()
        await station.queue.wait_empty()


def test_a_power_loss_ends_the_transaction_after_the_boot(play):
    csms = play(a_power_loss)
    ended = csms.events()[-1]
    assert ended["transaction_info"]["stopped_reason"] == "PowerLoss"
    assert csms.heard.index(("BootNotification", "PowerUp")) < csms.heard.index(
        ("TransactionEvent", ended)
    )


def test_a_station_that_resumes_goes_on_with_the_transaction(play):
    csms = play(a_power_loss, quirks=Quirks(resumes=True))
    assert len({event["transaction_info"]["transaction_id"] for event in csms.events()}) == 1
    assert "TxResumed" in [event["trigger_reason"] for event in csms.events()]
    assert csms.events()[-1]["transaction_info"]["stopped_reason"] == "EVDisconnected"
