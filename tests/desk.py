"""The operator's desk, for tests with stations in coroutines."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from local.operator_client import eventually as in_time
from tests.sockets import PASSWORD
from tests.waiting import eventually


class Desk:
    """The operator, from within a coroutine."""

    def __init__(self, cloud: Any, station_id: str) -> None:
        self._cloud, self.station_id = cloud, station_id

    async def ask(self, method: str, path: str, content: Any = None) -> Any:
        status, answer = await asyncio.to_thread(self._cloud.operator, method, path, content)
        assert status < 300, answer
        return answer

    async def until(self, path: str, true: Any) -> Any:
        """The answer of GET `path` once `true` finds something in it."""

        def look() -> Any:
            _, answer = self._cloud.operator("GET", path)
            return true(answer)

        return await asyncio.to_thread(eventually, look)

    async def call(self, action: str, payload: dict[str, Any]) -> Any:
        """The payload of the station's CALLRESULT."""
        path = f"/stations/{self.station_id}/calls"
        queued = await self.ask("POST", path, {"action": action, "payload": payload})
        done = await self.until(f"{path}/{queued['call_id']}", lambda c: c["outcome"] and c)
        assert done["outcome"] == "Result", done
        return done["response"]

    async def session(self, transaction_id: str) -> Any:
        """The session of that transaction once it is over."""
        path = f"/sessions?station_id={self.station_id}"

        def over(page: Any) -> Any:
            ours = [s for s in page["items"] if s["transaction_id"] == transaction_id]
            return ours and ours[0]["state"] == "COMPLETED" and ours[0]

        return await self.until(path, over)

    async def only_session(self, *, started_from_afar: bool) -> Any:
        """The one session that began so, once it is over."""

        def over(page: Any) -> Any:
            ours = [
                session
                for session in page["items"]
                if (session["remote_start_id"] is not None) == started_from_afar
            ]
            assert len(ours) <= 1
            return ours and ours[0]["state"] == "COMPLETED" and ours[0]

        return await self.until(f"/sessions?station_id={self.station_id}", over)


def enter(cloud: Any, **more: Any) -> Desk:
    """A new station at the operator's desk."""
    station_id = f"FOREIGN-{uuid4().hex[:8]}"
    site = {"id": "s1", "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    station = {
        "id": station_id,
        "password": PASSWORD,
        "site": site,
        "evses": [{"id": 1, "connectors": [connector]}],
    }
    status, answer = cloud.operator("POST", "/stations", station | more)
    assert status == 201, answer
    return Desk(cloud, station_id)


async def known_at_the_gateway(admitted: Callable[[], Awaitable[bool | None]]) -> None:
    """A new card reaches the gateway as an event: until then it is unknown."""
    await in_time(admitted, "the card at the gateway")
