"""What we know of a frame before we read it: its socket, and the CALL within it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Connection:
    """A socket as its authorizer saw it; `standing` was true when it was opened.

    `certified_serial_number` is the one in the client certificate, empty without one;
    `connectors` is the text of `domain.connectors`.
    """

    connection_id: str
    station_id: str
    site_id: str
    protocol: str
    standing: str
    certified_serial_number: str = ""
    connectors: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A CALL to answer; `violation` says which schema rule a tolerated payload breaks."""

    connection: Connection
    message_id: str
    action: str
    payload: dict[str, Any]
    now: datetime
    violation: str | None = None

    @property
    def station_id(self) -> str:
        """The OCPP identity."""
        return self.connection.station_id


class Unusable(Exception):
    """A payload that cannot even be kept: the CALLERROR code and the reason."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
