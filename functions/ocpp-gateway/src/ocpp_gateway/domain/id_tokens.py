"""IdTokens as stations present them and as our registry's copy knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.id_tokens import IdTokenType, token_key

MAX_LENGTH = 300


@dataclass(frozen=True, slots=True)
class IdToken:
    """What a station presents; additionalInfo tells nothing (R-AUTH-2)."""

    id_token: str
    type: str

    @property
    def key(self) -> str:
        """One key for all spellings of one token."""
        return token_key(self.type, self.id_token)

    @property
    def is_key_code(self) -> bool:
        """PIN codes have answers of their own, and never reach a log (R-AUTH-4)."""
        return self.type == IdTokenType.KEY_CODE

    @property
    def needs_no_authorization(self) -> bool:
        """Presented by a start button (R-AUTH-4)."""
        return self.type == IdTokenType.NO_AUTHORIZATION


@dataclass(frozen=True, slots=True)
class Token:
    """A registered token. `sites` None: everywhere; `evses` limits it at the stations it names.

    `connector_types` None: any; `whitelist` as OCPI has it; `message` is for its holder.
    """

    status: str
    group_id: str | None = None
    group_type: str | None = None
    valid_until: datetime | None = None
    language: str | None = None
    sites: tuple[str, ...] | None = None
    evses: Mapping[str, tuple[int, ...]] | None = None
    connector_types: frozenset[str] | None = None
    whitelist: str | None = None
    message: str | None = None


def id_token_in(payload: Mapping[str, Any]) -> IdToken | None:
    """The idToken of a payload, valid or not; None if it is none, or none that a key can hold."""
    match payload.get("idToken"):
        case {"idToken": str(id_token), "type": str(type)} if (
            len(id_token) + len(type) <= MAX_LENGTH
        ):
            return IdToken(id_token, type)
    return None
