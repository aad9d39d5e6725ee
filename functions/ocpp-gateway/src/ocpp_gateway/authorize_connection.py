"""Who opens a socket: once per connect, so that no frame asks again (R-RPC-1, 2)."""

import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.update import Action

from ocpp_gateway.advance_upgrade import end_upgrade
from ocpp_gateway.domain.connectors import connectors_text
from ocpp_gateway.domain.handshake import BASIC, MUTUAL_TLS, Handshake
from ocpp_gateway.domain.identity import credentials_in, identity_in
from ocpp_gateway.domain.passwords import matches, spelling
from ocpp_gateway.domain.registration import standing
from ocpp_gateway.domain.subprotocols import choose
from ocpp_gateway.settle_password import keep_new, keep_old
from ocpp_gateway.tables import StationTable

# A station whose link broke over a new password may take it after it has connected anew with the
# old one; and that it will reboot first is told by a stream, which may lag.
_UNDER_WAY = timedelta(minutes=15)


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
    connectors: str = ""
    protocol: str = ""
    standing: str = ""
    former: str = ""
    certified_serial_number: str = ""

    def context(self) -> dict[str, str]:
        """The authorizer's context: flat, text only."""
        return {name: value for name, value in asdict(self).items() if value}


def authorize_connection(handshake: Handshake, now: datetime) -> Admission:
    """Admission of a station; raises Unauthorized.

    Each frame is read in the subprotocol that `$connect` will echo.

    An unknown identity is told so before any password is hashed: its 404 (R-RPC-2) gives away
    more than the time of a hash could, and a stranger costs us one read only.
    """
    identity = identity_in(handshake.path_rest)
    station = _find(identity) if identity else None
    if identity is None or station is None:
        return Admission(station_id="unknown")
    if handshake.profile < _floor(station) or not _is_genuine(handshake, station, now):
        raise Unauthorized
    _remember_profile(handshake.profile, station, now)
    certified = handshake.profile == MUTUAL_TLS
    protocol = choose(handshake.offered) or ""
    return Admission(
        station_id=identity,
        known="true",
        site_id=str(station.site["id"]),
        connectors=connectors_text(station.evses or ()),
        protocol=protocol,
        standing=standing(str(station.registration), station.boot_status, protocol),
        former=station.connection_id or "",
        certified_serial_number=str(station.serial_number) if certified else "",
    )


def _floor(station: StationTable) -> int:
    """The lowest profile that opens a socket: the stage's, and never below one that was reached
    (A05.FR.07), unless an operator gave leave to go back (ERR 2.5)."""
    lowest = int(os.environ.get("LOWEST_SECURITY_PROFILE", BASIC))
    reached, lowered_to = station.security_profile, station.security_profile_lowered_to
    return max(lowest, int(lowered_to or reached or BASIC))


def _is_genuine(handshake: Handshake, station: StationTable, now: datetime) -> bool:
    """By certificate where there is one (profile 3), else by name and password."""
    if handshake.certificate:
        # `cryptography`, for those who need it.
        from ocpp_gateway.check_certificate import is_certificate_of

        return is_certificate_of(station, handshake.certificate_pem, now)
    username, password = credentials_in(handshake.authorization) or ("", b"")
    return username == station.station_id and _is_password(password, station, now)


def _is_password(given: bytes, station: StationTable, now: datetime) -> bool:
    """One slow hash; two only while it is open which password the station has (R-RPC-14)."""
    password = spelling(given)
    if station.next_password_hash and matches(password, station.next_password_hash):
        keep_new(station, now)
        return True
    if not matches(password, str(station.password_hash)):
        return False
    if station.next_password_hash and not _may_yet_change(station, now):
        keep_old(station)
    return True


def _may_yet_change(station: StationTable, now: datetime) -> bool:
    """Whether a station that shows its old password may still be about to take the new one."""
    sent_at = station.next_password_sent_at
    is_on_its_way = sent_at is not None and now - sent_at < _UNDER_WAY
    return is_on_its_way or bool(station.next_password_after_reboot)


def _remember_profile(profile: int, station: StationTable, now: datetime) -> None:
    """A profile that was reached stays the least (A05.FR.07), also where an operator let it fall.

    No condition: two handshakes of one station at once are two that are genuine. The way there
    ends first: after a crash between, the next handshake ends it again.
    """
    reached, lowered_to = station.security_profile or BASIC, station.security_profile_lowered_to
    changes: list[Action] = [StationTable.security_profile.set(profile)]
    if lowered_to is not None and profile == lowered_to:
        changes.append(StationTable.security_profile_lowered_to.remove())
    elif profile <= reached:
        return
    end_upgrade(station.station_id, profile, now)
    station.update(changes)


def _find(identity: str) -> StationTable | None:
    try:
        return StationTable.get(identity, "station", consistent_read=True)
    except StationTable.DoesNotExist:
        return None
