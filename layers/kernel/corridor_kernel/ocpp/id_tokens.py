"""IdTokens: their types, what may be said of them, and when two of them are the same."""

from enum import StrEnum

# Country, provider and instance; a check digit may follow.
_EMAID = 14


class IdTokenType(StrEnum):
    """OCPP 2.0.1 IdTokenEnumType."""

    CENTRAL = "Central"
    E_MAID = "eMAID"
    ISO14443 = "ISO14443"
    ISO15693 = "ISO15693"
    KEY_CODE = "KeyCode"
    LOCAL = "Local"
    MAC_ADDRESS = "MacAddress"
    NO_AUTHORIZATION = "NoAuthorization"


class AuthorizationStatus(StrEnum):
    """OCPP 2.0.1 AuthorizationStatusEnumType (R-AUTH-1)."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    CONCURRENT_TX = "ConcurrentTx"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    NO_CREDIT = "NoCredit"
    NOT_ALLOWED_TYPE_EVSE = "NotAllowedTypeEVSE"
    NOT_AT_THIS_LOCATION = "NotAtThisLocation"
    NOT_AT_THIS_TIME = "NotAtThisTime"
    UNKNOWN = "Unknown"


def folded(id_token: str) -> str:
    """What two spellings of one idToken have in common: case tells nothing (R-AUTH-2)."""
    return id_token.lower()


def token_key(type: str, id_token: str) -> str:
    """What identifies a token: its idToken, whatever the case, and its type.

    An eMAID may have dashes and a check digit, or not (R-AUTH-9).
    """
    text = folded(id_token)
    if type == IdTokenType.E_MAID:
        bare = text.replace("-", "")
        text = bare[:_EMAID] if len(bare) == _EMAID + 1 else bare
    return f"{text}#{type}"
