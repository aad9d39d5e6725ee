"""Who may charge: the backend's word, or the station's memory of it while offline."""

from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from local.station.protocol import CallFailed, Disconnected
from local.station.token import IdToken

if TYPE_CHECKING:
    from local.station.station import Station

Info = dict[str, Any]


class Authorization:
    """Asks Authorize; falls back on the cache of what was answered before (R-AUTH-7)."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._cache: dict[tuple[str, str], Info] = {}

    async def ask(self, token: IdToken) -> Info:
        """An IdTokenInfoType; "Invalid" when the backend cannot say and the cache does not know."""
        try:
            answer = await self._station.ask(call.Authorize(id_token=token.payload()))
        except (CallFailed, Disconnected):
            return self._remembered(token)
        self._cache[_key(token)] = answer.id_token_info
        return dict(answer.id_token_info)

    def _remembered(self, token: IdToken) -> Info:
        model = self._station.model
        if model.flag("LocalAuthorizeOffline") and _key(token) in self._cache:
            return self._cache[_key(token)]
        unknown_is_welcome = model.flag("OfflineTxForUnknownIdEnabled")
        return {"status": "Accepted" if unknown_is_welcome else "Invalid"}


def _key(token: IdToken) -> tuple[str, str]:
    return token.id_token.lower(), token.type
