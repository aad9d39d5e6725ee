"""The day's scenes: who charges where, and what goes wrong on the way."""

from dataclasses import asdict
from typing import Any

from local.day.network import Post
from local.day.stage import Scene, Stage, Surprise
from local.operator_client import eventually
from local.station.token import IdToken
from local.station.vehicle import Curve, Vehicle

FAMILY_CAR = Vehicle(wanted_wh=38_000)
TRUCK = Vehicle(wanted_wh=200_000, curve=Curve(max_power_w=120_000, ramp_s=120))
TAXI = Vehicle(wanted_wh=90_000, curve=Curve(max_power_w=110_000, taper_from=0.5))


async def a_card_from_plug_to_plug(stage: Stage) -> None:
    """Anna charges until her car is full, drinks her coffee too long, and stops by card."""
    post, token = stage.network.east, stage.network.anna
    evse = stage.evse(post, 1)
    evse.plug_in(FAMILY_CAR)
    await stage.show_card(evse, token)
    stage.tell(post, f"{post.id} EVSE 1: Anna plugs in and shows her card")
    transaction = evse.transaction
    assert transaction
    await stage.until(lambda: transaction.state == "SuspendedEV", "Anna's car is full")
    stage.tell(post, f"{post.id} EVSE 1: Anna's car is full; her coffee takes longer")
    await stage.minutes(9)
    await evse.present(token)
    evse.unplug()
    stage.tell(post, f"{post.id} EVSE 1: Anna stops by card and leaves")


async def a_start_by_the_operator(stage: Stage) -> None:
    """Ben has no card: the operator starts and stops his truck's session."""
    post, token = stage.network.east, stage.network.ben
    evse = stage.evse(post, 2)
    evse.plug_in(TRUCK)
    session_id = await _started(stage, post, evse.id, token)
    stage.tell(post, f"{post.id} EVSE 2: the operator started Ben's session {session_id}")
    await stage.minutes(27)
    await stage.operator.post(f"/sessions/{session_id}/stop")
    await stage.until(lambda: evse.transaction is None, "Ben's session is stopped")
    stage.tell(post, f"{post.id} EVSE 2: the operator stopped Ben's session")
    evse.unplug()


async def a_link_that_breaks(stage: Stage) -> None:
    """Clara charges while her station loses the network, and leaves before it is back."""
    post, token = stage.network.west, stage.network.clara
    station, evse = stage.stations[post.id], stage.evse(post, 1)
    evse.plug_in(TAXI)
    await stage.show_card(evse, token)
    stage.tell(post, f"{post.id} EVSE 1: Clara plugs in and shows her card")
    await stage.minutes(11)
    station.go_offline()
    stage.tell(post, f"{post.id} loses its link; Clara charges on")
    await stage.minutes(13)
    await evse.present(token)
    evse.unplug()
    stage.tell(post, f"{post.id} EVSE 1: Clara stops by card and leaves, still offline")
    await stage.minutes(4)
    waiting = len(station.queue)
    station.come_back()
    await station.queue.wait_empty()
    stage.tell(post, f"{post.id} is back and has replayed {waiting} events")


async def an_unknown_card(stage: Stage) -> None:
    """A stranger's card starts nothing."""
    post, token = stage.network.west, stage.network.stranger
    evse = stage.evse(post, 2)
    evse.plug_in(TAXI)
    status = await evse.present(token)
    if status == "Accepted":
        raise Surprise("the stranger's card was accepted")
    stage.tell(post, f"{post.id} EVSE 2: a stranger's card is refused: {status}")
    evse.unplug()


async def a_guest_abroad(stage: Stage) -> None:
    """Dawid charges in Poland, in zloty, and just pulls the cable."""
    post, token = stage.network.abroad, stage.network.dawid
    evse = stage.evse(post, 1)
    evse.plug_in(TAXI)
    await stage.show_card(evse, token)
    stage.tell(post, f"{post.id} EVSE 1: Dawid plugs in and shows his card")
    await stage.minutes(24)
    evse.unplug()
    stage.tell(post, f"{post.id} EVSE 1: Dawid pulls the cable and leaves")


SCENES: tuple[Scene, ...] = (
    a_card_from_plug_to_plug,
    a_start_by_the_operator,
    a_link_that_breaks,
    an_unknown_card,
    a_guest_abroad,
)


async def _started(stage: Stage, post: Post, evse_id: int, token: IdToken) -> str:
    """Start from afar; the id of the session that came of it."""
    body = {"station_id": post.id, "evse_id": evse_id, "id_token": asdict(token)}
    asked = await stage.operator.post("/sessions", body)
    path = f"/session-starts/{post.id}/{asked['remote_start_id']}"

    async def came_of_it() -> dict[str, Any] | None:
        start: dict[str, Any] = await stage.operator.get(path)
        return start if start["state"] in ("Started", "Failed") else None

    start = await eventually(came_of_it, "the remote start comes to something")
    if start["state"] == "Failed":
        raise Surprise(f"the remote start failed: {start['reason']}")
    return str(start["session_id"])
