"""Whether a record is of the meter, the charge point and the token that we know of (R-EI-5)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from sessions.domain.ocmf.record import Record
from sessions.domain.ocmf.verdict import Finding

_ERRORS: Final = frozenset({"MISMATCH", "INVALID", "OUTDATED", "UNKNOWN"})
_NOBODY: Final = "NONE"
_SIGNS: Final = re.compile(r"[\W_]")
_SIGNS_BUT_MASKS: Final = re.compile(r"[^\w*#…]|_")
_MASK: Final = re.compile(r"[*#…]+")
_CUT_AT: Final = 20
"""An idTag of OCPP 1.6 is no longer than this."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the registry and the transaction say; None or empty where they say nothing.

    `charge_points` are all names of the EVSE: its EVSE id, `<station> <connector>` and the like.
    """

    meter_serial: str | None = None
    id_token: str | None = None
    time_certified: bool = False
    charge_points: frozenset[str] = frozenset()


def findings(record: Record, expected: Expected) -> Iterator[Finding]:
    """What speaks against its source, or its user."""
    serials = {_plain(record.meter_serial), _plain(record.gateway_serial)}
    known = _plain(expected.meter_serial or "")
    if record.meter_serial and known and known not in serials:
        yield Finding.METER_DIFFERS
    charge_point = record.charge_point[1]
    if not (record.meter_serial or record.gateway_serial or charge_point):
        yield Finding.SOURCE_UNIDENTIFIED
    if charge_point and not _is_one_of(charge_point, expected.charge_points):
        yield Finding.CHARGE_POINT_DIFFERS
    yield from _of_user(record, expected.id_token)


def _of_user(record: Record, id_token: str | None) -> Iterator[Finding]:
    who = record.identification
    if who.level in _ERRORS:
        yield Finding.IDENTIFICATION_ERROR
    is_told = who.id and _NOBODY not in {who.level, who.type.upper()}
    if id_token and is_told and not _is_token(who.id, id_token):
        yield Finding.USER_DIFFERS


def _is_token(told: str, known: str) -> bool:
    """Some stations mask a token, older ones cut it."""
    shown, plain = _SIGNS_BUT_MASKS.sub("", told.upper()), _plain(known)
    is_cut = len(told) >= _CUT_AT and plain.startswith(shown)
    return is_cut or fnmatchcase(plain, _MASK.sub("*", shown))


def _is_one_of(told: str, known: Iterable[str]) -> bool:
    names = {_plain(name) for name in known}
    return not names or _plain(told) in names


def _plain(name: str) -> str:
    """Separators and case are no difference."""
    return _SIGNS.sub("", name.upper())
