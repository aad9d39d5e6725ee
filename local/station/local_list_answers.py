"""Block D: SendLocalList, GetLocalListVersion."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, on


class LocalListAnswers(Answering):
    """The list that the station judges by while it has no link."""

    @on("SendLocalList")
    def send_local_list(
        self,
        version_number: int,
        update_type: str,
        local_authorization_list: list[dict[str, Any]] | None = None,
        **_: Any,
    ) -> Any:
        entries = local_authorization_list or ()
        status = self._station.local_list.take(version_number, update_type, entries)
        return call_result.SendLocalList(status=status)

    @on("GetLocalListVersion")
    def get_local_list_version(self, **_: Any) -> Any:
        return call_result.GetLocalListVersion(version_number=self._station.local_list.version)
