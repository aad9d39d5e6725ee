"""A DynamoDB that answers at once, to see what the stack costs without the emulator's own.

Writes are acknowledged and forgotten. Reads find nothing, save those that a connection or a boot
needs (the station table): they go to the real store once and are remembered.
"""

import asyncio
import json
import sys

_REMEMBERED = b"StationTable"
_READS = {b"GetItem", b"Query", b"BatchGetItem", b"TransactGetItems"}
_HEAD_END = b"\r\n\r\n"


class InstantStore:
    """One loopback server in front of the emulator at `upstream` (host, port)."""

    def __init__(self, upstream: tuple[str, int]) -> None:
        self._upstream = upstream
        self._answers: dict[bytes, bytes] = {}

    async def serve(self, port: int) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", port)
        print("ready", flush=True)
        async with server:
            await server.serve_forever()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(_HEAD_END)
                body = await reader.readexactly(_length(head))
                writer.write(await self._answer(head, body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(self, head: bytes, body: bytes) -> bytes:
        operation = _target(head)
        if _REMEMBERED not in body or operation not in _READS:
            return _response(_empty(operation, body))
        if body not in self._answers:
            self._answers[body] = await self._ask(head, body)
        return self._answers[body]

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self._upstream)
        writer.write(head + body)
        answer = await reader.readuntil(_HEAD_END)
        content = await reader.readexactly(_length(answer))
        writer.close()
        return answer + content


def _empty(operation: bytes, body: bytes) -> bytes:
    if operation == b"TransactGetItems":
        wanted = len(json.loads(body)["TransactItems"])
        return json.dumps({"Responses": [{}] * wanted}).encode()
    if operation == b"UpdateItem":
        return b'{"Attributes":{}}'
    if operation == b"BatchGetItem":
        return b'{"Responses":{},"UnprocessedKeys":{}}'
    return b'{"Items":[],"Count":0,"ScannedCount":0}' if operation == b"Query" else b"{}"


def _response(content: bytes) -> bytes:
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
        + str(len(content)).encode()
        + _HEAD_END
        + content
    )


def _length(head: bytes) -> int:
    return int(_header(head, b"content-length") or 0)


def _target(head: bytes) -> bytes:
    return _header(head, b"x-amz-target").rpartition(b".")[2]


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


if __name__ == "__main__":
    store = InstantStore(("127.0.0.1", int(sys.argv[2])))
    asyncio.run(store.serve(int(sys.argv[1])))
