"""What the station knows of a customer; its cache; messages of vendors."""

import pytest
from ocpp.v201 import call

from local.station.token import IdToken
from tests.unit.station.waiting import charging, until

CARD = {"id_token": "CARD", "type": "ISO14443"}


def told(csms):
    reports = [what for action, what in csms.heard if action == "NotifyCustomerInformation"]
    return "".join(report["data"] for report in reports)


def test_a_customer_is_told_of_and_forgotten(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        ask = call.CustomerInformation
        assert (await csms.tell(ask(1, True, False, id_token=CARD))).status == "Accepted"
        await until(lambda: told(csms))
        assert "cache: ISO14443 card" in told(csms)
        assert transaction_id in told(csms)
        assert (await csms.tell(ask(2, False, True, id_token=CARD))).status == "Accepted"
        await until(lambda: IdToken("card") not in station.authorization.remembered())

    play(scene)


@pytest.mark.parametrize("named", [{"id_token": CARD}, {"customer_identifier": "Card"}])
def test_the_local_list_is_told_of_and_left_to_the_backend(play, named):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        cards = [{"id_token": {"id_token": text, "type": "ISO14443"}} for text in ("CaRD", "Other")]
        entries = [card | {"id_token_info": {"status": "Blocked"}} for card in cards]
        assert (await csms.tell(call.SendLocalList(1, "Full", entries))).status == "Accepted"
        await csms.tell(call.CustomerInformation(1, True, True, **named))
        await until(lambda: pages(csms))
        assert told(csms) == "local list: ISO14443 card: Blocked"
        assert len(station.local_list.entries()) == 2

    play(scene)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({}, "Invalid"),
        ({"id_token": CARD, "customer_identifier": "CARD"}, "Invalid"),
        ({"customer_identifier": "CARD"}, "Accepted"),
    ],
)
def test_a_customer_is_named_in_one_way(play, question, status):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        assert (
            await csms.tell(call.CustomerInformation(1, True, False, **question))
        ).status == status

    play(scene)


def test_a_long_report_comes_in_pages(play):
    async def scene(csms, station):
        for _ in range(12):
            await charging(csms, station)
            station.evses[1].unplug()
        await csms.tell(call.CustomerInformation(1, True, False, id_token=CARD))
        await until(lambda: any(what["tbc"] is False for what in pages(csms)))

    csms = play(scene)
    assert [page["seq_no"] for page in pages(csms)] == list(range(len(pages(csms))))
    assert told(csms).count("transaction:") == 12


def pages(csms):
    return [what for action, what in csms.heard if action == "NotifyCustomerInformation"]


def test_a_cleared_cache_lets_nobody_in_offline(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await station.authorization.ask(IdToken("CARD"))
        assert (await csms.tell(call.ClearCache())).status == "Accepted"
        station.go_offline()
        await until(lambda: not station.is_online)
        assert (await station.authorization.ask(IdToken("CARD")))["status"] == "Invalid"

    play(scene)


def test_a_cache_that_is_switched_off_or_old_remembers_nothing(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await station.authorization.ask(IdToken("CARD"))
        station.model.preset("AuthCacheCtrlr/LifeTime", "0")
        assert station.authorization.remembered() == {}
        station.model.preset("AuthCacheCtrlr/Enabled", "false")
        assert (await csms.tell(call.ClearCache())).status == "Rejected"

    play(scene)


def test_messages_of_vendors(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        send = call.DataTransfer
        assert (await csms.tell(send("Nobody"))).status == "UnknownVendorId"
        assert (await csms.tell(send("Corridor", "Nothing"))).status == "UnknownMessageId"
        answer = await csms.tell(send("Corridor", "Echo", {"a": [1]}))
        assert (answer.status, answer.data) == ("Accepted", {"a": [1]})

    play(scene)
