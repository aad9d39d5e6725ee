"""Which OCPP a socket speaks (R-RPC-3)."""

from collections.abc import Container

SUPPORTED = ("ocpp2.0.1",)


def choose(offered: str, registered: Container[str]) -> str | None:
    """The first protocol in the client's list that we speak and the station is registered for.

    `offered` is the Sec-WebSocket-Protocol header; blanks around the commas mean nothing.
    """
    for name in offered.split(","):
        protocol = name.strip()
        if protocol in SUPPORTED and protocol in registered:
            return protocol
    return None
