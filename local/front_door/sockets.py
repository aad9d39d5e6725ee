"""One accepted WebSocket: frames in and out, within API Gateway's sizes and times (aws.md §1)."""

import asyncio
from collections.abc import Callable

from websockets.frames import Frame, Opcode
from websockets.protocol import SEND_EOF, State
from websockets.server import ServerProtocol

from local.front_door.limits import Limits

GOING_AWAY = 1001
UNSUPPORTED_DATA = 1003
ABNORMAL = 1006
INVALID_DATA = 1007
# How long a client may take to answer our close frame.
CLOSE_TIMEOUT_S = 5.0


class Socket:
    """A WebSocket after its handshake; `opening` are the bytes that complete that."""

    def __init__(
        self,
        protocol: ServerProtocol,
        limits: Limits,
        on_message: Callable[[str], None],
        on_closed: Callable[[int], None],
    ) -> None:
        """`on_message` gets each text message, `on_closed` the close code, once."""
        self._protocol = protocol
        self._limits = limits
        self._on_message = on_message
        self._on_closed = on_closed
        self._parts: list[bytes] = []
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None

    def open(self, transport: asyncio.Transport) -> None:
        """Finish the handshake on `transport` and start the clocks."""
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._opened = self.active = self._loop.time()
        self._watch()
        self._flush()

    def receive(self, data: bytes) -> None:
        """Bytes from the client."""
        protocol = self._protocol
        protocol.receive_data(data)
        for event in protocol.events_received():
            if isinstance(event, Frame):
                self._frame(event)
        self._flush()

    def send(self, text: str) -> None:
        """Send a text message; dropped if the socket is closing."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_text(text.encode())
            self.active = self._loop.time()
            self._flush()

    def close(self, code: int, reason: str = "") -> None:
        """Begin to close."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code, reason)
            self._flush()

    def end_of_file(self) -> bool:
        """The client sends no more; neither do we then."""
        self._protocol.receive_eof()
        self._flush()
        return False

    def lost(self) -> None:
        """The connection is gone."""
        self._report(ABNORMAL)
        if self._timer is not None:
            self._timer.cancel()

    def _frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.TEXT or (frame.opcode is Opcode.CONT and self._parts):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                message = b"".join(self._parts)
                self._parts.clear()
                self._message(message)
        elif frame.opcode is Opcode.BINARY:
            self._protocol.fail(UNSUPPORTED_DATA, "binary messages are not supported")

    def _message(self, message: bytes) -> None:
        self.active = self._loop.time()
        try:
            text = message.decode()
        except UnicodeDecodeError:
            self._protocol.fail(INVALID_DATA, "the message is no UTF-8")
        else:
            self._on_message(text)

    def _flush(self) -> None:
        """Write what the protocol wants written; report the end as soon as it is certain."""
        for data in self._protocol.data_to_send():
            if data is SEND_EOF:
                if self._transport.can_write_eof():
                    self._transport.write_eof()
            else:
                self._transport.write(data)
        if self._protocol.state is not State.OPEN and not self._closed:
            close = self._protocol.close_rcvd or self._protocol.close_sent
            self._report(close.code if close else ABNORMAL)
            self._loop.call_later(CLOSE_TIMEOUT_S, self._transport.abort)

    def _report(self, code: int) -> None:
        if not self._closed:
            self._closed = True
            self._on_closed(code)

    def _watch(self) -> None:
        """Close at the end of the life or of the patience, whichever comes first."""
        now = self._loop.time()
        ends = min(self._opened + self._limits.lifetime_s, self.active + self._limits.idle_s)
        if now >= ends:
            self.close(GOING_AWAY, "Going away")
        else:
            self._timer = self._loop.call_at(ends, self._watch)
