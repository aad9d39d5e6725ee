"""What a station knows of one customer: its cache, its local list, its own book."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.station.token import IdToken, from_payload

if TYPE_CHECKING:
    from local.station.station import Station


@dataclass(frozen=True, slots=True)
class CustomerQuestion:
    """Asked by a token, or by an identifier that this station takes for the text of one."""

    id_token: str
    type: str | None

    @classmethod
    def of(cls, question: dict[str, Any]) -> "CustomerQuestion | None":
        """None unless exactly one way to name the customer is used (N09.FR.09)."""
        names = ("id_token", "customer_identifier", "customer_certificate")
        given = [name for name in names if question.get(name)]
        if len(given) != 1:
            return None
        if given == ["id_token"]:
            token = from_payload(question["id_token"])
            return cls(token.id_token, token.type)
        if given == ["customer_identifier"]:
            return cls(question["customer_identifier"], None)
        return cls("", "Certificate")

    def known_by(self, station: "Station") -> str:
        """One line a fact; empty if the station knows nothing."""
        cached = station.authorization.remembered()
        lines = [
            f"cache: {token.type} {token.id_token}: {info['status']}"
            for token, info in cached.items()
            if self._means(token)
        ]
        lines += [
            f"local list: {token.type} {token.id_token}: {info['status']}"
            for token, info in station.local_list.entries().items()
            if self._means(token)
        ]
        lines += [
            f"transaction: {entry.transaction_id} of {entry.energy_wh} Wh"
            for entry in station.book
            if self.id_token and entry.id_token.lower() == self.id_token.lower()
        ]
        return "\n".join(lines)

    def forget(self, station: "Station") -> None:
        """Out of the cache; the book is kept for billing, the local list is the backend's (N10)."""
        for token in [t for t in station.authorization.remembered() if self._means(t)]:
            station.authorization.forget(token)

    def _means(self, token: IdToken) -> bool:
        same_type = self.type in (None, token.type)
        return same_type and token.id_token.lower() == self.id_token.lower()
