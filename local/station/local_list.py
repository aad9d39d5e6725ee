"""The local authorization list: whom the backend wants known without a link (block D)."""

from collections.abc import Sequence
from typing import Any

from local.station.device_model import DeviceModel
from local.station.token import IdToken

Info = dict[str, Any]
Entry = dict[str, Any]


class LocalList:
    """Survives a reboot; `version` 0: there is none."""

    def __init__(self, model: DeviceModel) -> None:
        self._model = model
        self._entries: dict[IdToken, Info] = {}
        self.version = 0

    def take(self, version: int, update: str, entries: Sequence[Entry]) -> str:
        """A SendLocalListStatusEnumType; a list that is not Accepted changes nothing (D01)."""
        if update == "Differential" and version <= self.version:
            return "VersionMismatch"
        after = dict(self._entries) if update == "Differential" else {}
        for entry in entries:
            token = _token(entry)
            if "id_token_info" in entry:
                after[token] = entry["id_token_info"]
            elif update == "Full":
                return "Failed"
            else:
                after.pop(token, None)
        if self._is_too_much(entries, after):
            return "Failed"
        self._entries, self.version = after, version
        self._model.preset("LocalAuthListCtrlr/Entries", str(len(after)))
        return "Accepted"

    def entries(self) -> dict[IdToken, Info]:
        """All of it, switched on or off; tokens in lower case."""
        return dict(self._entries)

    def find(self, token: IdToken) -> Info | None:
        """What the list says of a token; None if it does not have it, or is switched off."""
        if not self._model.flag("LocalAuthListCtrlr/Enabled"):
            return None
        return self._entries.get(IdToken(token.id_token.lower(), token.type))

    def _is_too_much(self, entries: Sequence[Entry], after: dict[IdToken, Info]) -> bool:
        room = self._model.named("LocalAuthListCtrlr/Entries").maximum
        at_once = self._model.number("LocalAuthListCtrlr/ItemsPerMessage")
        return len(entries) > at_once or (room is not None and len(after) > room)


def _token(entry: Entry) -> IdToken:
    id_token = entry["id_token"]
    return IdToken(id_token["id_token"].lower(), id_token["type"])
