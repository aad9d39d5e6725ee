"""Where a station is sent to: an address that it cannot use costs a visit to the site (B09)."""

from typing import Final
from urllib.parse import urlsplit

from ocpp_gateway.domain.handshake import BASIC_AND_TLS

_TLS: Final = "wss"


def is_address(url: str, profile: int) -> bool:
    """Whether it is a WebSocket URL with a host, and with TLS from profile 2 on (R-RPC-14)."""
    schemes = {_TLS} if profile >= BASIC_AND_TLS else {"ws", _TLS}
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
