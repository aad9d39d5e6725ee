"""What the local cloud and its tests may ask the front door itself, with the operator token."""

import dataclasses
from collections.abc import Awaitable, Callable

import orjson

from local.front_door.gateway import Gateway
from local.front_door.http import Request, Response
from local.front_door.pool import Pools

PREFIX = "/_front_door/"


class Control:
    """Looks into the front door, changes its limits, has it take up a new deployment."""

    def __init__(
        self,
        gateway: Gateway,
        pools: Pools,
        reload: Callable[[], Awaitable[None]],
        trust: Callable[[str], Awaitable[dict[str, str]]],
    ) -> None:
        """`reload` reads the deployed API again and replaces all environments; `trust` adds roots
        of client certificates and tells where TLS is spoken."""
        self._gateway = gateway
        self._pools = pools
        self._reload = reload
        self._trust = trust

    async def answer(self, request: Request) -> Response:
        """GET status; PUT limits (those to change, as JSON); PUT trust-store (PEM); POST reload."""
        match request.method, request.path.removeprefix(PREFIX):
            case "GET", "status":
                return Response(200, orjson.dumps(self._status()))
            case "PUT", "limits":
                return self._change_limits(request)
            case "PUT", "trust-store":
                roots = orjson.loads(request.body)["roots"]
                return Response(200, orjson.dumps(await self._trust(roots)))
            case "POST", "reload":
                await self._reload()
                return Response(204)
        return Response(404)

    def _status(self) -> dict[str, object]:
        return {
            "connections": len(self._gateway.connections),
            "processes": self._pools.pids(),
            "limits": dataclasses.asdict(self._gateway.limits),
        }

    def _change_limits(self, request: Request) -> Response:
        """New limits bind connections made from now on; the old ones are returned."""
        before = self._gateway.limits
        self._gateway.limits = dataclasses.replace(before, **orjson.loads(request.body))
        return Response(200, orjson.dumps(dataclasses.asdict(before)))
