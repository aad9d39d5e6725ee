"""What a station shows when it opens a socket, and the security profile that this makes."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

BASIC: Final = 1
BASIC_AND_TLS: Final = 2
MUTUAL_TLS: Final = 3


@dataclass(frozen=True, slots=True)
class Handshake:
    """`path_rest` is the identity, percent-encoded; `offered` the subprotocols; `forwarded_proto`
    http or https; `certificate` the client's as percent-encoded PEM, verified by the edge.
    """

    path_rest: str
    authorization: str
    offered: str
    forwarded_proto: str = ""
    certificate: str = ""

    @property
    def profile(self) -> int:
        """The security profile that the station uses (R-RPC-14)."""
        if self.certificate:
            return MUTUAL_TLS
        return BASIC_AND_TLS if self.forwarded_proto == "https" else BASIC

    @property
    def certificate_pem(self) -> str:
        return unquote(self.certificate)
