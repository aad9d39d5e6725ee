"""Messages on the display, and what a charge costs so far."""

from datetime import UTC, datetime, timedelta

import pytest
from ocpp.v201 import call

from corridor_kernel.times import to_text
from tests.unit.station.waiting import charging, until


def message(id=1, format="UTF8", **more):
    content = {"format": format, "content": "Good morning"}
    return {"id": id, "priority": "NormalCycle", "message": content} | more


async def show(csms, content):
    return (await csms.tell(call.SetDisplayMessage(content))).status


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (message(), "Accepted"),
        (message(format="HTML"), "NotSupportedMessageFormat"),
        (message(priority="AlwaysFront"), "NotSupportedPriority"),
        (message(state="Faulted"), "NotSupportedState"),
        (message(transaction_id="another"), "UnknownTransaction"),
    ],
)
def test_which_messages_are_shown(play, content, status):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        assert await show(csms, content) == status

    limits = {"SupportedPriorities": "InFront,NormalCycle", "SupportedStates": "Idle,Charging"}
    play(scene, variables=limits)


def test_messages_are_reported_and_cleared(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        get = call.GetDisplayMessages
        assert (await csms.tell(get(1))).status == "Unknown"
        await show(csms, message(1))
        await show(csms, message(2, priority="InFront"))
        assert (await csms.tell(get(2, priority="InFront"))).status == "Accepted"
        await until(lambda: "NotifyDisplayMessages" in csms.actions())
        assert (await csms.tell(call.ClearDisplayMessage(1))).status == "Accepted"
        assert (await csms.tell(call.ClearDisplayMessage(1))).status == "Unknown"
        assert (await csms.tell(get(3, id=[1]))).status == "Unknown"

    csms = play(scene)
    (report,) = [what for action, what in csms.heard if action == "NotifyDisplayMessages"]
    assert [one["id"] for one in report["message_info"]] == [2]


def test_a_message_ends_with_its_time_or_its_transaction(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        await show(csms, message(1, transaction_id=transaction_id))
        yesterday = to_text(datetime.now(UTC) - timedelta(days=1))
        await show(csms, message(2, end_date_time=yesterday))
        assert [one["id"] for one in station.displays.select(None, None, None)] == [1]
        station.evses[1].unplug()
        assert station.displays.select(None, None, None) == []

    play(scene)


def test_only_one_message_is_always_in_front_and_ten_fit(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await show(csms, message(1, priority="AlwaysFront"))
        await show(csms, message(2, priority="AlwaysFront"))
        assert [one["id"] for one in station.displays.select(None, None, None)] == [2]
        for number in range(3, 12):
            assert await show(csms, message(number)) == "Accepted"
        assert await show(csms, message(12)) == "Rejected"
        assert station.model.text("DisplayMessages") == "10"

    play(scene)


def test_costs_are_kept(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        await csms.tell(call.CostUpdated(1.5, transaction_id))
        await csms.tell(call.CostUpdated(2.25, transaction_id))
        await csms.tell(call.CostUpdated(9, "another"))
        assert station.book[0].costs_told == [1.5, 2.25]

    play(scene)


def test_the_urgent_is_read_first(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        for id, priority in enumerate(("NormalCycle", "AlwaysFront", "InFront")):
            content = {"format": "UTF8", "content": priority}
            await show(csms, {"id": id, "priority": priority, "message": content})
        assert station.displays.texts() == ["AlwaysFront", "InFront", "NormalCycle"]

    play(scene)
