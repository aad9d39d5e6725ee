"""Which OCPP a socket speaks (R-RPC-3)."""

from corridor_kernel.ocpp.protocols import Protocol

SUPPORTED = frozenset(Protocol)


def choose(offered: str) -> str | None:
    """The first protocol in the client's list that we speak: it says what it prefers (ADR 0013).

    `offered` is the Sec-WebSocket-Protocol header; blanks around the commas mean nothing.
    """
    names = (name.strip() for name in offered.split(","))
    return next((name for name in names if name in SUPPORTED), None)
