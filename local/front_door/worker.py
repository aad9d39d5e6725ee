"""One Lambda environment: imports a handler, then runs one event at a time until its pipe closes.

A message is four bytes of length and that much JSON. This file imports nothing of ours: the handler
shall find only what its own zip and layers would hold.
"""

import importlib
import socket
import struct
import sys
import time
import traceback
from dataclasses import dataclass
from typing import Any

import orjson

_LENGTH = struct.Struct("!I")
# json.dumps, which Lambda uses, knows none of these either.
_AS_LAMBDA = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


@dataclass
class Context:
    """The second argument of a handler."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    timeout_s: float
    function_version: str = "$LATEST"
    aws_request_id: str = ""
    log_group_name: str = ""
    log_stream_name: str = ""
    identity: Any = None
    client_context: Any = None
    deadline: float = 0.0

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function's timeout."""
        return max(0, int((self.deadline - time.monotonic()) * 1000))


def main() -> None:
    """Serve the pipe whose file descriptor is the first argument."""
    with socket.socket(fileno=int(sys.argv[1])) as pipe:
        made = orjson.loads(_receive(pipe) or b"{}")
        handler = _import(made.pop("handler"))
        context = Context(**made, log_group_name=f"/aws/lambda/{made['function_name']}")
        _send(pipe, {"ready": True})
        while (message := _receive(pipe)) is not None:
            _send(pipe, _run(handler, context, orjson.loads(message)))


def _import(path: str) -> Any:
    module, _, name = path.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except Exception:
        # Said before the pipe closes: whoever waits at its other end kills this process then.
        traceback.print_exc()
        raise SystemExit(1) from None


def _run(handler: Any, context: Context, message: dict[str, Any]) -> dict[str, Any]:
    context.aws_request_id = message["request_id"]
    context.deadline = time.monotonic() + context.timeout_s
    try:
        return {"result": handler(message["event"], context)}
    except Exception as error:
        traceback.print_exc()
        return {"error": {"errorType": type(error).__name__, "errorMessage": str(error)}}


def _send(pipe: socket.socket, message: dict[str, Any]) -> None:
    try:
        content = orjson.dumps(message, option=_AS_LAMBDA)
    except TypeError as error:
        refused = {"errorType": "Runtime.MarshalError", "errorMessage": str(error)}
        content = orjson.dumps({"error": refused})
    pipe.sendall(_LENGTH.pack(len(content)) + content)


def _receive(pipe: socket.socket) -> bytes | None:
    head = _exactly(pipe, _LENGTH.size)
    return None if head is None else _exactly(pipe, _LENGTH.unpack(head)[0])


def _exactly(pipe: socket.socket, size: int) -> bytes | None:
    """`size` bytes; None if the other side closed."""
    content = bytearray()
    while len(content) < size:
        part = pipe.recv(size - len(content))
        if not part:
            return None
        content += part
    return bytes(content)


if __name__ == "__main__":
    main()
