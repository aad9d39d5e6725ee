"""How long a socket stays open, on a clock that the test moves (aws.md §1.1)."""

import asyncio
from unittest.mock import Mock

import pytest
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from local.front_door.limits import Limits
from local.front_door.sockets import GOING_AWAY, Socket

IDLE_S, LIFETIME_S = 600.0, 7200.0
LATE_S = IDLE_S - 1

# What the socket does or hears just before it would have been idle for too long.
ACTIVITIES = {
    "a message to the client": lambda socket: socket.send("on"),
    "a message of the client": lambda socket: socket.receive(_frame(Opcode.TEXT)),
}


def _frame(opcode: Opcode) -> bytes:
    return Frame(opcode, b"on").serialize(mask=True)


def closings(waits: list[float], activity=lambda socket: None) -> list[list[int]]:
    """The close codes told after each wait in seconds; the activity follows each of them."""

    async def scene() -> list[list[int]]:
        loop = asyncio.get_running_loop()
        now = loop.time()
        loop.time = lambda: now
        closed: list[int] = []
        limits = Limits(idle_s=IDLE_S, lifetime_s=LIFETIME_S)
        socket = Socket(ServerProtocol(state=State.OPEN), limits, Mock(), closed.append)
        socket.open(Mock())
        seen = []
        for wait in waits:
            now += wait
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            seen.append(list(closed))
            activity(socket)
        return seen

    return asyncio.run(scene())


def test_a_socket_is_closed_when_it_was_idle_for_too_long():
    assert closings([LATE_S, 1]) == [[], [GOING_AWAY]]


@pytest.mark.parametrize("activity", ACTIVITIES.values(), ids=ACTIVITIES)
def test_messages_either_way_keep_a_socket_open(activity):
    assert closings([LATE_S] * 5, activity) == [[]] * 5


def test_a_ping_does_not():
    assert closings([LATE_S, 1], lambda socket: socket.receive(_frame(Opcode.PING)))[1]


@pytest.mark.parametrize("activity", ACTIVITIES.values(), ids=ACTIVITIES)
def test_nothing_keeps_a_socket_open_for_longer_than_its_life(activity):
    waits = [LATE_S] * int(LIFETIME_S / LATE_S)
    seen = closings([*waits, LIFETIME_S - sum(waits)], activity)
    assert (seen[-2], seen[-1]) == ([], [GOING_AWAY])
