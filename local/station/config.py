"""What a station is built with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.station.link import Credentials
from local.station.quirks import Quirks
from local.station.signing import Signing
from local.station.vehicle import Vehicle


@dataclass(frozen=True, slots=True)
class Config:
    """A station as it stands at the road; `variables` preset its device model by name.

    `visitor` is the car that takes the cable when a remote start finds none plugged in.
    `signing` says how its meters sign, None that they cannot.
    `server_root` gives the PEM of whom it trusts behind wss:// addresses.
    """

    credentials: Credentials
    evses: int = 2
    variables: dict[str, Any] = field(default_factory=dict)
    visitor: Vehicle | None = None
    validate: bool = True
    quirks: Quirks = field(default_factory=Quirks)
    signing: Signing | None = None
    server_root: Callable[[], str] = str
