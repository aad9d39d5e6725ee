"""Runs the front door as a process: `python -m local.front_door <directory> <functions>`."""

import asyncio
import logging
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from local.cloud import TOKEN_VARIABLE, Cloud
from local.front_door import control, discovery, operator_api, receipts_api, upstream
from local.front_door.connections import Connections
from local.front_door.control import Control
from local.front_door.door import Door, Endpoint
from local.front_door.gateway import Gateway
from local.front_door.http import Request, Response
from local.front_door.launcher import Launcher
from local.front_door.limits import Limits
from local.front_door.operator_api import OperatorApi
from local.front_door.pool import Pools
from local.front_door.receipts_api import ReceiptsApi
from local.front_door.trust_store import TrustStore
from local.processes import STORE_VARIABLE

_THREADS = 32


async def run(cloud: Cloud, token: str) -> None:
    """Serve until SIGTERM; knows no API before it is asked to reload what was deployed."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))
    limits = Limits()
    pools = Pools(_launcher(cloud), limits)
    door = _door(cloud, Gateway(pools, limits), pools, token)
    try:
        await door.open(cloud.front_door_port)
        await _until_terminated()
        door.close()
    finally:
        pools.close()


def _door(cloud: Cloud, gateway: Gateway, pools: Pools, token: str) -> Door:
    url = cloud.aws_url
    operator, receipts = OperatorApi(url), ReceiptsApi(url)

    async def reload() -> None:
        gateway.deploy(await asyncio.to_thread(discovery.websocket_api, url))
        stage_path = partial(discovery.rest_stage_path, url)
        operator.stage_path = await asyncio.to_thread(stage_path, "operations")
        receipts.stage_path = await asyncio.to_thread(stage_path, "sessions")
        pools.renew()
        await pools.warm(gateway.api.functions)

    trust_store = TrustStore(cloud.directory, lambda context: door.open_tls(context))
    guarded: dict[str, Endpoint] = {
        control.PREFIX: Control(gateway, pools, reload, trust_store.trust),
        operator_api.PREFIX: operator,
    }
    public: dict[str, Endpoint] = {receipts_api.PREFIX: receipts}
    connections = Connections(gateway, partial(_iam_refusal, url))
    door = Door(gateway, connections, public, guarded, token)
    return door


def _iam_refusal(url: str, request: Request) -> Response | None:
    """Ask the emulator's own @connections: it knows no socket (410), but it knows IAM (403)."""
    answer = upstream.send(url, request.method, request.target, request.headers, request.body)
    return None if answer.status == 410 else answer


def _launcher(cloud: Cloud) -> Launcher:
    store = {k: v for k, v in os.environ.items() if k == STORE_VARIABLE}
    layers = sorted(path for path in (cloud.functions.parent / "layers").iterdir() if path.is_dir())
    return Launcher(
        paths=[cloud.functions / "ocpp-gateway" / "src", *layers],
        logs=cloud.logs,
        variables={"AWS_ENDPOINT_URL": cloud.aws_url, **store},
        credentials=partial(discovery.role_credentials, cloud.aws_url),
    )


async def _until_terminated() -> None:
    terminated = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, terminated.set)
    await terminated.wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("websockets").setLevel(logging.WARNING)
    directory, functions = map(Path, sys.argv[1:])
    asyncio.run(run(Cloud(directory, functions), os.environ.pop(TOKEN_VARIABLE)))
