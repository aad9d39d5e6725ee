"""An OCMF record: what a meter says under one signature.

What is signed are the characters of the payload as they came: they are kept, and everything else
is read from a copy (R-EI-1). Only the structure can be refused, for a record whose fields nobody
understands may still be proof.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sessions.domain.ocmf.members import Duplicated, text
from sessions.domain.ocmf.reading import BEGIN, ENDS, Reading, readings
from sessions.domain.ocmf.sections import encoded, sections

DEFAULT_ALGORITHM: Final = "ECDSA-secp256r1-SHA256"

_PAGE: Final = re.compile(r"([A-Za-z])([0-9]{1,18})", re.ASCII)


class Malformed(ValueError):
    """The text is no OCMF record."""


@dataclass(frozen=True, slots=True)
class Identification:
    """Who charges: `assigned` (IS), `level` (IL), `flags` (IF), `type` (IT), `id` (ID)."""

    assigned: bool | None
    level: str
    flags: tuple[str, ...]
    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Signature:
    """`algorithm` (SA) or the default; `data` (SD) tells by itself whether it is hex or base64."""

    algorithm: str
    data: str


@dataclass(frozen=True, slots=True)
class Record:
    """Texts are empty where the record says nothing; `page` is (context letter, number).

    `names_twice`: an object names a member twice, so that two parsers may read two things.
    """

    text: str
    payload_text: str
    format_version: str
    gateway_serial: str
    meter_serial: str
    page: tuple[str, int] | None
    identification: Identification
    tariff_text: str
    charge_point: tuple[str, str]
    readings: tuple[Reading, ...]
    signature: Signature
    own_key: str | None
    names_twice: bool

    @property
    def signed_octets(self) -> bytes:
        """What the signature covers, byte for byte."""
        return encoded(self.payload_text)

    @property
    def base64(self) -> str:
        """The whole record as OCPP and OCPI carry it."""
        return base64.b64encode(encoded(self.text)).decode()

    @property
    def begins(self) -> bool:
        """Whether a reading of it begins a transaction."""
        return any(reading.transaction == BEGIN for reading in self.readings)

    @property
    def ends(self) -> bool:
        """Whether a reading of it ends a transaction."""
        return any(reading.transaction in ENDS for reading in self.readings)


def read_record(data: str) -> Record:
    """A record out of its plain text, or the base64 or hex of that; raises Malformed."""
    try:
        parts = sections(data)
    except ValueError as fault:
        raise Malformed(str(fault)) from fault
    payload = parts.payload
    written = _objects(payload.get("RD"))
    return Record(
        text=parts.text,
        payload_text=parts.payload_text,
        format_version=text(payload.get("FV")),
        gateway_serial=text(payload.get("GS")).strip(),
        meter_serial=text(payload.get("MS")).strip(),
        page=_page(text(payload.get("PG")).strip()),
        identification=_identification(payload),
        tariff_text=text(payload.get("TT")),
        charge_point=(text(payload.get("CT")).strip(), text(payload.get("CI")).strip()),
        readings=readings(written),
        signature=_signature(parts.signature),
        own_key=parts.fourth or None,
        names_twice=any(isinstance(entry, Duplicated) for entry in [payload, *written]),
    )


def _page(written: str) -> tuple[str, int] | None:
    found = _PAGE.fullmatch(written)
    return (found[1].upper(), int(found[2])) if found else None


def _identification(payload: Mapping[str, Any]) -> Identification:
    assigned, flags = payload.get("IS"), payload.get("IF")
    return Identification(
        assigned=assigned if isinstance(assigned, bool) else None,
        level=text(payload.get("IL")).strip().upper(),
        flags=tuple(map(text, flags)) if isinstance(flags, list) else (),
        type=text(payload.get("IT")).strip(),
        id=text(payload.get("ID")).strip(),
    )


def _signature(members: Mapping[str, Any]) -> Signature:
    return Signature(
        algorithm=text(members.get("SA")).strip() or DEFAULT_ALGORITHM,
        data=text(members.get("SD")).strip(),
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
