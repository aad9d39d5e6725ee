"""The sockets as a port: send to one, close one, through API Gateway's @connections."""

import time
from typing import Any

from botocore.exceptions import ClientError

from corridor_aws import settings
from corridor_aws.clients import client

MAX_FRAME_BYTES = 128 * 1024

_GONE = 410
_BUSY = 429
_PAUSES_S = {_GONE: (0.5,), _BUSY: (0.05, 0.2, 0.5)}


def send(connection_id: str, text: str) -> bool:
    """Whether API Gateway took the frame; False if the socket is gone.

    Only refusals are tried again: 429 is "not now", and 410 also meets a socket whose `$connect`
    is still being answered. Any other failure raises: the frame may have gone out, and a CALL
    must not go out twice (R-RPC-7).
    """
    pauses = {status: iter(pauses_s) for status, pauses_s in _PAUSES_S.items()}
    while True:
        try:
            _api().post_to_connection(ConnectionId=connection_id, Data=text.encode())
            return True
        except ClientError as error:
            status = _status(error)
            pause_s = next(pauses.get(status, iter(())), None)
            if pause_s is None and status != _GONE:
                raise
        if pause_s is None:
            return False
        time.sleep(pause_s)


def close(connection_id: str) -> None:
    """Close a socket (code 1000); one that is gone is no error."""
    try:
        _api().delete_connection(ConnectionId=connection_id)
    except ClientError as error:
        if _status(error) != _GONE:
            raise


def _api() -> Any:
    return client("apigatewaymanagementapi", settings.required("CONNECTIONS_URL"), attempts=1)


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
