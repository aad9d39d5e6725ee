"""The configuration keys of a 1.6 station: what Get- and ChangeConfiguration see."""

from collections.abc import Iterable
from typing import Any

_DEFAULTS = {
    "AllowOfflineTxForUnknownId": "false",
    "AuthorizeRemoteTxRequests": "false",
    "AuthorizationKey": "",
    "ClockAlignedDataInterval": "0",
    "ChargeProfileMaxStackLevel": "8",
    "ChargingScheduleAllowedChargingRateUnit": "Current,Power",
    "ConnectionTimeOut": "60",
    "DefaultPrice": "",
    "HeartbeatInterval": "300",
    "LocalAuthListEnabled": "true",
    "LocalAuthListMaxLength": "1000",
    "LocalAuthorizeOffline": "true",
    "MeterValueSampleInterval": "60",
    "NumberOfConnectors": "2",
    "SendLocalListMaxLength": "100",
    "TransactionMessageAttempts": "3",
    "TransactionMessageRetryInterval": "1",
    "WebSocketPingInterval": "60",
}
SIGN_ENDED = "SampledDataSignReadings"
OF_SIGNING = {
    SIGN_ENDED: "true",
    "SampledDataSignStartedReadings": "false",
    "SampledDataSignUpdatedReadings": "false",
    "AlignedDataSignReadings": "false",
    "AlignedDataSignUpdatedReadings": "false",
    "PublicKeyWithSignedMeterValue": "OncePerTransaction",
}
"""What only stations have whose meters sign, beside METER_PUBLIC_KEY and the connector's number."""
METER_PUBLIC_KEY = "MeterPublicKey"
_READ_ONLY = frozenset(
    {
        "ChargeProfileMaxStackLevel",
        "ChargingScheduleAllowedChargingRateUnit",
        "LocalAuthListMaxLength",
        "NumberOfConnectors",
        "SendLocalListMaxLength",
    }
)
_WRITE_ONLY = frozenset({"AuthorizationKey"})
_NEEDS_REBOOT = frozenset({"WebSocketPingInterval"})


class Configuration:
    """Values by key; keys are the same in any case."""

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        self._values = dict(_DEFAULTS) | {key: str(v) for key, v in (values or {}).items()}

    def number(self, key: str) -> float:
        """A key's number: seconds or a count."""
        return float(self._values[key])

    def flag(self, key: str) -> bool:
        return self._values[key] == "true"

    def text(self, key: str) -> str:
        return self._values[key]

    def preset(self, key: str, value: str) -> None:
        """Write a key as the station itself does."""
        self._values[key] = value

    def change(self, key: str, value: str) -> str:
        """A ConfigurationStatus."""
        name = self._name(key)
        if name is None:
            return "NotSupported"
        if _is_read_only(name):
            return "Rejected"
        self._values[name] = value
        return "RebootRequired" if name in _NEEDS_REBOOT else "Accepted"

    def told(self, keys: Iterable[str] | None) -> tuple[list[dict[str, Any]], list[str]]:
        """The keys as they stand, and those that nobody knows; None or none: all of them."""
        wanted = list(keys or self._values)
        known = [name for key in wanted if (name := self._name(key))]
        return [self._told(name) for name in known], [k for k in wanted if not self._name(k)]

    def _name(self, key: str) -> str | None:
        return next((name for name in self._values if name.lower() == key.lower()), None)

    def _told(self, name: str) -> dict[str, Any]:
        told = {"key": name, "readonly": _is_read_only(name)}
        return told if name in _WRITE_ONLY else told | {"value": self._values[name]}


def _is_read_only(name: str) -> bool:
    return name in _READ_ONLY or name.startswith(METER_PUBLIC_KEY)
