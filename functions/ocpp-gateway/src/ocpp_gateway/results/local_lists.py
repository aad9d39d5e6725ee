"""What stations say of their local lists: a version, or how a list of ours was taken (R-AUTH-8)."""

from collections.abc import Callable, Mapping
from typing import Any

from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.local_list import (
    NOT_SUPPORTED,
    LocalList,
    list_answered,
    local_list_of,
    replaced_by_others,
    version_told,
)
from ocpp_gateway.local_lists.sync_local_list import (
    KIND,
    OURS,
    STATE,
    Occasion,
    sync_local_list,
)


def keep_version(finished: Finished) -> None:
    """An answer that comes twice tells the version of another moment: only the awaited counts."""
    told = int(finished.response["versionNumber"])

    def change(state: LocalList) -> LocalList:
        is_awaited = state.out is not None and state.out.call_id == finished.call_id
        return version_told(state, told) if is_awaited else state

    _take_over(finished, change)


def keep_sent(finished: Finished) -> None:
    """Ours goes on with its next message; one that an operator sent has ours come back."""
    if not finished.call_id.startswith(OURS):
        if finished.response["status"] == "Accepted":
            version = int(finished.payload["versionNumber"])
            _change(finished, lambda state: replaced_by_others(state, version))
        return
    status = _status(finished.response)
    _take_over(finished, lambda state: list_answered(state, finished.call_id, status))


def _status(response: Mapping[str, Any]) -> str:
    """NotSupported of 1.6 is told as the reason of a failure."""
    reason = response.get("statusInfo", {}).get("reasonCode")
    return NOT_SUPPORTED if reason == NOT_SUPPORTED else str(response["status"])


def _take_over(finished: Finished, change: Callable[[LocalList], LocalList]) -> None:
    _change(finished, change)
    if finished.call_id.startswith(OURS):
        sync_local_list(finished.station_id, finished.finished_at, Occasion(looks_back=False))


def _change(finished: Finished, change: Callable[[LocalList], LocalList]) -> None:
    def content(before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        return None if before is None else change(local_list_of(before)).content()

    change_record(finished.station_id, KIND, STATE, content, finished.finished_at)
