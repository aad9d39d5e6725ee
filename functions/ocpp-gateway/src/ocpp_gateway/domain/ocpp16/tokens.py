"""idTag and idTagInfo of 1.6 as IdToken and IdTokenInfo of 2.0.1, and back."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus as Status
from corridor_kernel.ocpp.id_tokens import IdTokenType
from ocpp_gateway.domain.authorization import INVALID, IdTokenInfo
from ocpp_gateway.domain.id_tokens import MAX_LENGTH, IdToken

MAX_ID_TAG_LENGTH: Final = 20

# An idTag does not say what it is: a card first, then whatever else may be registered under it.
TYPES: Final = (
    IdTokenType.ISO14443,
    IdTokenType.ISO15693,
    IdTokenType.CENTRAL,
    IdTokenType.LOCAL,
    IdTokenType.E_MAID,
    IdTokenType.MAC_ADDRESS,
    IdTokenType.KEY_CODE,
)

_STATUSES: Final[Mapping[str, str]] = {
    Status.ACCEPTED: "Accepted",
    Status.BLOCKED: "Blocked",
    Status.NO_CREDIT: "Blocked",
    Status.EXPIRED: "Expired",
    Status.CONCURRENT_TX: "ConcurrentTx",
}


def possible_tokens(id_tag: str) -> tuple[IdToken, ...]:
    """Every IdToken that an idTag may stand for, the likeliest first; none if a key cannot hold it.

    Whatever the case: spellings of one token have one key (R-AUTH-2).
    """
    if not id_tag or len(id_tag) > MAX_LENGTH - MAX_ID_TAG_LENGTH:
        return ()
    return tuple(IdToken(id_tag, type.value) for type in TYPES)


def id_token(id_tag: str, type: str = IdTokenType.ISO14443) -> dict[str, str]:
    """IdTokenType of an idTag."""
    return {"idToken": id_tag, "type": str(type)}


def id_tag_in(token: Mapping[str, Any]) -> str | None:
    """The idTag of an IdTokenType; None if 1.6 has no room for it."""
    text = str(token["idToken"])
    return text if 0 < len(text) <= MAX_ID_TAG_LENGTH else None


def id_tag_info(info: IdTokenInfo, connector_id: int | None = None) -> dict[str, Any]:
    """idTagInfo of an IdTokenInfo; a token that is limited to other EVSEs is Invalid here."""
    evses = info.get("evseId")
    if connector_id is not None and evses and connector_id not in evses:
        info = dict(info) | dict(INVALID)
    said: dict[str, Any] = {"status": _STATUSES.get(info["status"], "Invalid")}
    parent = info.get("groupIdToken", {}).get("idToken")
    if parent and len(parent) <= MAX_ID_TAG_LENGTH:
        said["parentIdTag"] = parent
    if expiry := info.get("cacheExpiryDateTime"):
        said["expiryDate"] = expiry
    return said


def local_list(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """AuthorizationData of 1.6; one entry an idTag, a card before other tokens of that text.

    Tokens longer than an idTag are left out: no station of 1.6 can present them.
    """
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for entry in entries:
        id_tag = id_tag_in(entry["idToken"])
        if id_tag is None:
            continue
        rank = _rank(entry["idToken"]["type"])
        info = entry.get("idTokenInfo")
        said = {"idTag": id_tag} | ({"idTagInfo": id_tag_info(info)} if info else {})
        known = found.get(id_tag.lower())
        if known is None or rank < known[0]:
            found[id_tag.lower()] = (rank, said)
    return [said for _, said in found.values()]


def _rank(type: str) -> int:
    return TYPES.index(IdTokenType(type)) if type in TYPES else len(TYPES)
