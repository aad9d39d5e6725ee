"""Who may charge: the backend's word, or the station's memory of it while offline."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from local.station.protocol import CallFailed, Disconnected
from local.station.token import IdToken

if TYPE_CHECKING:
    from local.station.station import Station

Info = dict[str, Any]


class Authorization:
    """Asks Authorize; falls back on the local list, then on what was answered before (R-AUTH-7)."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._cache: dict[IdToken, tuple[Info, datetime]] = {}

    async def ask(self, token: IdToken) -> Info:
        """An IdTokenInfoType; "Invalid" when the backend cannot say and nothing is remembered."""
        try:
            answer = await self._station.ask(call.Authorize(id_token=token.payload()))
        except (CallFailed, Disconnected):
            return self._remembered(token)
        self._keep(token, answer.id_token_info)
        return dict(answer.id_token_info)

    def remembered(self) -> dict[IdToken, Info]:
        """The cache: tokens in lower case, younger than its LifeTime."""
        now = self._station.clock.now()
        life = timedelta(seconds=self._station.model.number("AuthCacheCtrlr/LifeTime"))
        return {token: info for token, (info, since) in self._cache.items() if now < since + life}

    def forget(self, token: IdToken) -> None:
        """Out of the cache."""
        self._cache.pop(_key(token), None)

    def clear(self) -> bool:
        """Empty the cache; False if it is switched off (C11.FR.04)."""
        self._cache.clear()
        return self._station.model.flag("AuthCacheCtrlr/Enabled")

    def _keep(self, token: IdToken, info: Info) -> None:
        if self._station.model.flag("AuthCacheCtrlr/Enabled") and token.type != "Central":
            self._cache[_key(token)] = (info, self._station.clock.now())

    def _remembered(self, token: IdToken) -> Info:
        model, known = self._station.model, self.remembered()
        listed = self._station.local_list.find(token)
        if model.flag("LocalAuthorizeOffline") and listed is not None:
            return listed  # whatever the cache says (C13.FR.01)
        if model.flag("LocalAuthorizeOffline") and _key(token) in known:
            return known[_key(token)]
        unknown_is_welcome = model.flag("OfflineTxForUnknownIdEnabled")
        return {"status": "Accepted" if unknown_is_welcome else "Invalid"}


def _key(token: IdToken) -> IdToken:
    return IdToken(token.id_token.lower(), token.type)
