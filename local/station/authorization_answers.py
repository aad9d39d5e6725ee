"""Block C: the memory of who may charge."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, on, verdict


class AuthorizationAnswers(Answering):
    """ClearCache."""

    @on("ClearCache")
    def clear_cache(self, **_: Any) -> Any:
        return call_result.ClearCache(status=verdict(self._station.authorization.clear()))
