"""What a driver shows: an id token, compared as R-AUTH-2 asks."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class IdToken:
    """The text on the card and its kind (IdTokenEnumType)."""

    id_token: str
    type: str = "ISO14443"

    def is_same(self, other: "IdToken") -> bool:
        """Equal but for case, and of one type."""
        return self.id_token.lower() == other.id_token.lower() and self.type == other.type

    def payload(self) -> dict[str, Any]:
        return {"id_token": self.id_token, "type": self.type}


def from_payload(payload: dict[str, Any]) -> IdToken:
    """The token in a message; further members (additionalInfo) are not compared."""
    return IdToken(payload["id_token"], payload["type"])
