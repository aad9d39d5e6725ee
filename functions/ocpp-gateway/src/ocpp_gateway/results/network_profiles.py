"""The network profiles that a station took, by slot (B09)."""

from collections.abc import Mapping
from typing import Any, Final

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.records import put_newest

_SECRETS: Final = frozenset({"apnPassword", "simPin", "password", "key"})


def keep(finished: Finished) -> None:
    """What the slot holds from now on, but for what is secret in it; a refusal changes nothing."""
    if finished.response["status"] != "Accepted":
        return
    slot = str(finished.payload["configurationSlot"])
    content = {
        "connectionData": _without_secrets(finished.payload["connectionData"]),
        "call_id": finished.call_id,
    }
    put_newest(finished.station_id, "network-profile", slot, content, finished.finished_at)


def _without_secrets(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_secrets(value) if isinstance(value, Mapping) else value
        for name, value in data.items()
        if name not in _SECRETS
    }
