"""Starts Lambda environments: the function's variables, its role's credentials, its code."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from local.cloud import REGION
from local.front_door.api import Function
from local.front_door.environment import Environment, FunctionFailed, Pipe

INIT_TIMEOUT_S = 60.0

_WORKER = Path(__file__).with_name("worker.py")


class Launcher:
    """Starts environments of functions."""

    def __init__(
        self,
        paths: Sequence[Path],
        logs: Path,
        variables: Mapping[str, str],
        credentials: Callable[[Function], Mapping[str, str]],
    ) -> None:
        """`paths` is what the zip and the layers would bring to sys.path; `credentials` are those
        of a function's role."""
        self._paths = paths
        self._logs = logs
        self._variables = variables
        self._credentials = credentials
        # More imports at a time than cores would only make each of them wait for all.
        self._cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def start(self, function: Function) -> Environment:
        """An environment that has imported its handler; FunctionFailed if it could not."""
        async with self._cores:
            try:
                return await self._start(function)
            except Exception as error:
                reason = f"{function.name} cannot start ({error!r}), see {self._log(function)}"
                raise FunctionFailed("Runtime.InitError", reason) from error

    async def _start(self, function: Function) -> Environment:
        credentials = await asyncio.to_thread(self._credentials, function)
        ours, theirs = socket.socketpair()
        with theirs:
            pipe = await _connect(ours)
            process = self._spawn(function, {**self._environment(function), **credentials}, theirs)
        environment = Environment(function, process, pipe)
        try:
            async with asyncio.timeout(INIT_TIMEOUT_S):
                await pipe.ask(_introduction(function))
        except BaseException:
            environment.end()
            raise
        return environment

    def _spawn(
        self, function: Function, variables: Mapping[str, str], pipe: socket.socket
    ) -> subprocess.Popen[bytes]:
        with self._log(function).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-P", str(_WORKER), str(pipe.fileno())],
                env=variables,
                pass_fds=[pipe.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _environment(self, function: Function) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join(str(path) for path in self._paths),
            "TZ": ":UTC",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            **self._variables,
            **function.variables,
        }

    def _log(self, function: Function) -> Path:
        return self._logs / f"{function.name}.log"


async def _connect(ours: socket.socket) -> Pipe:
    try:
        _, pipe = await asyncio.get_running_loop().create_connection(Pipe, sock=ours)
    except BaseException:
        ours.close()
        raise
    return pipe


def _introduction(function: Function) -> dict[str, Any]:
    return {
        "handler": function.handler,
        "function_name": function.name,
        "invoked_function_arn": function.arn,
        "memory_limit_in_mb": function.memory_mb,
        "timeout_s": function.timeout_s,
    }
