"""Who opens a socket: once per connect, so that no frame asks again (R-RPC-1, 2)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from ocpp_gateway.domain.identity import credentials_in, identity_in
from ocpp_gateway.domain.passwords import matches, spelling
from ocpp_gateway.domain.registration import standing
from ocpp_gateway.domain.subprotocols import choose
from ocpp_gateway.settle_password import keep_new, keep_old
from ocpp_gateway.tables import StationTable


class Unauthorized(Exception):
    """Bad or missing credentials of a known station."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What each later event of the socket carries in `requestContext.authorizer`, as text.

    `known` "false": the identity is none of ours, and `$connect` answers 404, which an
    authorizer cannot. `former` is the socket that the station seems to have already.
    """

    station_id: str
    known: str = "false"
    site_id: str = ""
    protocol: str = ""
    standing: str = ""
    former: str = ""

    def context(self) -> dict[str, str]:
        """The authorizer's context: flat, text only."""
        return {name: value for name, value in asdict(self).items() if value}


def authorize_connection(
    path_rest: str, authorization: str, offered: str, now: datetime
) -> Admission:
    """Admission of an identity (percent-encoded) with a Basic header; raises Unauthorized.

    `offered` are its subprotocols: each frame is read in the one that `$connect` will echo.

    An unknown identity is told so before any password is hashed: its 404 (R-RPC-2) gives away
    more than the time of a hash could, and a stranger costs us one read only.
    """
    identity = identity_in(path_rest)
    station = _find(identity) if identity else None
    if identity is None or station is None:
        return Admission(station_id="unknown")
    username, password = credentials_in(authorization) or ("", b"")
    if username != identity or not _is_password(password, station, now):
        raise Unauthorized
    return Admission(
        station_id=identity,
        known="true",
        site_id=str(station.site["id"]),
        protocol=choose(offered) or "",
        standing=standing(str(station.registration), station.boot_status),
        former=station.connection_id or "",
    )


def _is_password(given: bytes, station: StationTable, now: datetime) -> bool:
    """One slow hash; two only while it is open which password the station has (R-RPC-14)."""
    password = spelling(given, str(station.protocol)) or ""
    if station.next_password_hash and matches(password, station.next_password_hash):
        keep_new(station, now)
        return True
    if not matches(password, str(station.password_hash)):
        return False
    if station.next_password_hash and not station.next_password_after_reboot:
        keep_old(station)
    return True


def _find(identity: str) -> StationTable | None:
    try:
        return StationTable.get(identity, "station", consistent_read=True)
    except StationTable.DoesNotExist:
        return None
