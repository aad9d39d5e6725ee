"""The sockets as a port: send to one, close one, through API Gateway's @connections."""

import time
from typing import Any

from botocore.exceptions import ClientError

from corridor_aws import settings
from corridor_aws.clients import client

MAX_FRAME_BYTES = 128 * 1024

_GONE = 410
_BUSY = 429
_PAUSES_S = (0.05, 0.2, 0.5)


def send(connection_id: str, text: str) -> bool:
    """Whether API Gateway took the frame; False if the socket is gone.

    Only a 429, which says that nothing was sent, is tried again. Any other failure raises: the
    frame may have gone out, and a CALL must not go out twice (R-RPC-7).
    """
    for pause_s in _PAUSES_S:
        status = _post(connection_id, text)
        if status != _BUSY:
            return status != _GONE
        time.sleep(pause_s)
    return _post(connection_id, text, last=True) != _GONE


def close(connection_id: str) -> None:
    """Close a socket (code 1000); one that is gone is no error."""
    try:
        _api().delete_connection(ConnectionId=connection_id)
    except ClientError as error:
        if _status(error) != _GONE:
            raise


def _post(connection_id: str, text: str, *, last: bool = False) -> int:
    """The status that API Gateway answered: 200, 410, or 429 unless this was the last try."""
    try:
        _api().post_to_connection(ConnectionId=connection_id, Data=text.encode())
    except ClientError as error:
        expected = {_GONE} if last else {_GONE, _BUSY}
        if _status(error) not in expected:
            raise
        return _status(error)
    return 200


def _api() -> Any:
    return client("apigatewaymanagementapi", settings.required("CONNECTIONS_URL"), attempts=1)


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
