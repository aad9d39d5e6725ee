"""Waiting for what a scene brings about, and the scene most tests begin with."""

import asyncio
from collections.abc import Callable
from typing import Any

from local.station.token import IdToken
from local.station.vehicle import Vehicle


async def until(true: Callable[[], Any], seconds: float = 30) -> None:
    """Until `true()`; TimeoutError after that many real seconds."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


async def charging(csms: Any, station: Any, evse_id: int = 1, card: str = "CARD") -> str:
    """The id of a transaction that runs at the EVSE."""
    await until(lambda: csms.actions().count("StatusNotification") >= 2)
    heard = len(csms.events())
    station.evses[evse_id].plug_in(Vehicle())
    await station.evses[evse_id].present(IdToken(card))
    await until(lambda: len(csms.events()) >= heard + 2)
    transaction_id: str = station.evses[evse_id].transaction.id
    return transaction_id


async def offline(csms: Any, station: Any) -> None:
    """The link goes; all that the station sent before is heard."""
    station.go_offline()
    await until(lambda: not station.is_online and not csms.sockets)
