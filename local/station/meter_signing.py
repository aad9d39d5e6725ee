"""The signing component of a simulated meter: OCMF records with real signatures."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from local.station.meter_keys import MeterKey, new_key

OBIS: Final = "1-b:1.8.0"

_WH_IN_KWH: Final = Decimal(1000)
_DIGITS: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class SignedReading:
    """`transaction` is B, C, X, E, L, R, A, P, S or T, or empty; `time_status` U, I, S or R."""

    at: datetime
    register_wh: Decimal
    transaction: str
    time_status: str = "S"
    status: str = "G"
    error_flags: str = ""

    def members(self) -> dict[str, Any]:
        """The reading as RD has it, in kWh."""
        milliseconds = f"{self.at.microsecond // 1000:03}"
        marked = {"TX": self.transaction} if self.transaction else {}
        return {
            "TM": f"{self.at:%Y-%m-%dT%H:%M:%S},{milliseconds}{self.at:%z} {self.time_status}",
            **marked,
            "RV": (self.register_wh / _WH_IN_KWH).quantize(_DIGITS),
            "RI": OBIS,
            "RU": "kWh",
            "RT": "AC",
            "EF": self.error_flags,
            "ST": self.status,
        }


class SigningMeter:
    """A meter that signs what it reads, and gives each record the next page of its context."""

    def __init__(self, serial: str, key: MeterKey | None = None, page: int = 1) -> None:
        self.serial = serial
        self.key = key or new_key("secp256r1")
        self.page = page

    def record(self, readings: Iterable[SignedReading], id_token: str = "", **more: Any) -> str:
        """`OCMF|...|...` of one reading or several; `more` are further members of the payload."""
        members = self.members([reading.members() for reading in readings], id_token) | more
        self.page += 1
        return sign(written(members), self.key)

    def members(self, readings: list[dict[str, Any]], id_token: str = "") -> dict[str, Any]:
        """The payload of the next page."""
        return {
            "FV": "1.0",
            "GI": "Corridor simulator",
            "GS": f"G{self.serial}",
            "PG": f"T{self.page}",
            "MV": "Corridor",
            "MS": self.serial,
            "IS": bool(id_token),
            "IL": "HEARSAY" if id_token else "NONE",
            "IF": ["RFID_PLAIN"] if id_token else [],
            "IT": "ISO14443" if id_token else "NONE",
            "ID": id_token,
            "RD": readings,
        }

    def signed_meter_value(self, record: str) -> dict[str, str]:
        """SignedMeterValueType of OCPP, the key as on the meter's label (OCA note 3.2.2)."""
        return {
            "signedMeterData": base64.b64encode(record.encode()).decode(),
            "signingMethod": "",
            "encodingMethod": "OCMF",
            "publicKey": base64.b64encode(f"oca:base16:asn1:{self.label}".encode()).decode(),
        }

    @property
    def label(self) -> str:
        """The public key as it is printed on the meter."""
        return self.key.der.hex(" ", 2).upper()


def sign(payload: str, key: MeterKey, algorithm: str | None = None) -> str:
    """The record of a payload; the signature is DER in hex."""
    signature = encode_dss_signature(*key.sign(payload.encode()))
    section = {"SA": algorithm or f"ECDSA-{key.curve}-SHA256", "SD": signature.hex()}
    return f"OCMF|{payload}|{written(section)}"


def written(value: Any) -> str:
    """JSON that keeps the digits of a Decimal."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        members = (f"{json.dumps(name)}:{written(member)}" for name, member in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
