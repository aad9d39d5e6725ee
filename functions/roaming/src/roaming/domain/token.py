"""A token as the registry keeps it, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.events import Event
from corridor_kernel.ocpi.enums import WhitelistType
from corridor_kernel.ocpp.id_tokens import AuthorizationStatus, IdTokenType, folded
from corridor_kernel.times import to_text

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Token:
    """`sites` None means everywhere; `expires_at` None means never.

    `party` is country and party id (`NL-TNM`) of whoever issued it; None: we did.

    `whitelist` as OCPI has it; None is ALLOWED: stations may remember what we answered. `evses`
    limits it at the stations it names, `connector_types` to OCPP's ConnectorEnumType. `message` is
    shown to its holder.
    """

    type: IdTokenType
    uid: str
    status: AuthorizationStatus
    updated_at: datetime
    contract_id: str | None = None
    group_id: str | None = None
    party: str | None = None
    expires_at: datetime | None = None
    language: str | None = None
    sites: tuple[str, ...] | None = None
    whitelist: WhitelistType | None = None
    evses: Mapping[str, tuple[int, ...]] | None = None
    connector_types: tuple[str, ...] | None = None
    message: str | None = None

    @property
    def key(self) -> str:
        """One key for all spellings of one token (R-AUTH-2)."""
        return token_key(self.type, self.uid)


def token_key(type: str, uid: str) -> str:
    """What identifies a token: its type and its uid, whatever the case."""
    return f"{type}#{folded(uid)}"


def next_instant(now: datetime, previous: datetime | None) -> datetime:
    """When a change happens: never at the instant of the one before it, nor earlier.

    Consumers keep the copy with the later `updated_at`, so two changes need two instants.
    """
    return now if previous is None else max(now, previous + _MILLISECOND)


def token_changed(token: Token) -> Event:
    """The fact that others copy; a group's own token is Central (R-AUTH-1)."""
    changed_at = to_text(token.updated_at)
    group = {"group_type": IdTokenType.CENTRAL} if token.group_id else {}
    return Event(
        source="corridor.roaming",
        name="TokenChanged",
        id=f"TokenChanged/{token.key}/{changed_at}",
        time=token.updated_at,
        data={k: v for k, v in view(token).items() if k != "contract_id"} | group,
    )


def view(token: Token) -> Mapping[str, Any]:
    """The token for a reader: what is not set is left out."""
    members = {
        "type": token.type,
        "uid": token.uid,
        "status": token.status,
        "contract_id": token.contract_id,
        "group_id": token.group_id,
        "party": token.party,
        "expires_at": token.expires_at and to_text(token.expires_at),
        "language": token.language,
        "sites": token.sites,
        "whitelist": token.whitelist,
        "evses": token.evses,
        "connector_types": token.connector_types,
        "message": token.message,
        "updated_at": to_text(token.updated_at),
    }
    return {name: value for name, value in members.items() if value is not None}
