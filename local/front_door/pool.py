"""The environments of functions: made when all are busy, up to a function's concurrency."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from local.front_door.api import Function
from local.front_door.environment import Environment
from local.front_door.launcher import Launcher
from local.front_door.limits import Limits


class Pool:
    """One function's environments; warm ones are reused last in, first out, as Lambda does."""

    def __init__(self, function: Function, launcher: Launcher, limits: Limits) -> None:
        self._function = function
        self._launcher = launcher
        self._limits = limits
        self._idle: list[Environment] = []
        self._all: set[Environment] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[Environment | None]] = deque()
        self._renewed = 0.0
        self._closed = False

    async def invoke(self, event: Mapping[str, Any]) -> Any:
        """The function's answer to `event`, after waiting for a free environment."""
        environment = await self._take()
        try:
            return await environment.invoke(event)
        finally:
            self._give(environment)

    async def warm(self) -> None:
        """Have one environment ready."""
        self._give(await self._take())

    def renew(self) -> None:
        """Let no environment of before now run another event."""
        self._renewed = time.monotonic()
        for environment in self._idle:
            self._discard(environment)
        self._idle.clear()

    @property
    def pids(self) -> list[int]:
        """The processes now alive."""
        return [environment.pid for environment in self._all]

    def close(self) -> None:
        """End all processes, those that are just starting too."""
        self._closed = True
        for environment in list(self._all):
            self._discard(environment)

    async def _take(self) -> Environment:
        while True:
            if self._idle:
                idle = self._idle.pop()
                if self._usable(idle):
                    return idle
                self._discard(idle)
            elif len(self._all) + self._starting < self._limits.environments:
                return await self._start()
            elif handed := await self._next():
                return handed

    async def _next(self) -> Environment | None:
        """Wait in line for an environment; None when one may be made instead."""
        turn: asyncio.Future[Environment | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        return await turn

    def _give(self, environment: Environment) -> None:
        if not self._usable(environment):
            self._discard(environment)
            self._hand_over(None)
        elif not self._hand_over(environment):
            self._idle.append(environment)

    async def _start(self) -> Environment:
        self._starting += 1
        try:
            environment = await self._launcher.start(self._function)
        except BaseException:
            self._hand_over(None)
            raise
        finally:
            self._starting -= 1
        self._all.add(environment)
        if self._closed:
            self._discard(environment)
        return environment

    def _usable(self, environment: Environment) -> bool:
        oldest = time.monotonic() - self._limits.environment_age_s
        return environment.alive and environment.born > max(oldest, self._renewed)

    def _discard(self, environment: Environment) -> None:
        environment.end()
        self._all.discard(environment)

    def _hand_over(self, environment: Environment | None) -> bool:
        """Give it to the one that waits longest; False if nobody waits."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(environment)
                return True
        return False


class Pools:
    """The environments of all functions."""

    def __init__(self, launcher: Launcher, limits: Limits) -> None:
        self._launcher = launcher
        self._limits = limits
        self._pools: dict[Function, Pool] = {}

    async def invoke(self, function: Function, event: Mapping[str, Any]) -> Any:
        """What the function returns; FunctionFailed if it does not."""
        return await self._pool(function).invoke(event)

    async def warm(self, functions: Iterable[Function]) -> None:
        """Have one environment of each ready; FunctionFailed if one cannot start."""
        await asyncio.gather(*(self._pool(function).warm() for function in functions))

    def renew(self) -> None:
        """Let no environment of before now run another event: the code has changed."""
        for pool in self._pools.values():
            pool.renew()

    def pids(self) -> dict[str, list[int]]:
        """The live processes by function name."""
        pids: dict[str, list[int]] = {}
        for function, pool in self._pools.items():
            pids.setdefault(function.name, []).extend(pool.pids)
        return pids

    def close(self) -> None:
        """End all processes."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, function: Function) -> Pool:
        if function not in self._pools:
            self._pools[function] = Pool(function, self._launcher, self._limits)
        return self._pools[function]
