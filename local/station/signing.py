"""How a station's meters sign, and where in its messages signed values stand (eichrecht.md §2)."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from local.station.meter_signing import SigningMeter

NEVER: Final = "Never"
EVERY: Final = "EveryMeterValue"


class Shape(StrEnum):
    """PAIR: Ended has begin and end as two values, and Started the begin where it is asked for.

    APART: the begin in Started, the end in Ended, none twice. TOGETHER: one record in Ended.
    """

    PAIR = "pair"
    APART = "apart"
    TOGETHER = "together"


class Encoding(StrEnum):
    """How a record is written into signedMeterData; the standard asks for base64."""

    BASE64 = "base64"
    PLAIN = "plain"
    HEX = "hex"


@dataclass(frozen=True, slots=True)
class Signing:
    """The meter of EVSE n signs on the n-th of `curves`, which begin again at their end."""

    curves: tuple[str, ...] = ("secp256r1",)
    shape: Shape = Shape.PAIR
    encoding: Encoding = Encoding.BASE64

    def curve(self, evse_id: int) -> str:
        return self.curves[(evse_id - 1) % len(self.curves)]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the backend has asked for: which contexts are signed, and how often the key is told.

    `is_signed` takes a ReadingContextEnumType; `key` answers PublicKeyWithSignedMeterValue.
    """

    is_signed: Callable[[str], bool]
    key: Callable[[], str]


_WRITTEN: Final[dict[Encoding, Callable[[str], str]]] = {
    Encoding.BASE64: lambda record: base64.b64encode(record.encode()).decode(),
    Encoding.PLAIN: lambda record: record,
    Encoding.HEX: lambda record: record.encode().hex(),
}


def signed_meter_value(
    record: str, meter: SigningMeter, encoding: Encoding, with_key: bool
) -> dict[str, str]:
    """SignedMeterValueType; without the key its member is empty."""
    standard = meter.signed_meter_value(record)
    key = standard["publicKey"] if with_key else ""
    return standard | {"signedMeterData": _WRITTEN[encoding](record), "publicKey": key}
