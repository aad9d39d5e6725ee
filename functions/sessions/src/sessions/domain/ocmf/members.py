"""JSON of a record, read on a copy: numbers stay the text that the meter wrote (R-EI-2)."""

import json
import re
from decimal import Decimal
from typing import Any, Final

_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?(?:[eE][+-]?[0-9])?")


class Number(str):
    """A JSON number as it was written."""

    __slots__ = ()


class Duplicated(dict[str, Any]):
    """An object that names a member twice; the last one holds, as in most parsers."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Duplicated(members)


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=_constant
)


def text(value: Any) -> str:
    """A text or a number as text; empty for anything else. Halves of surrogate pairs become ?."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def number(value: Any) -> Decimal | None:
    """A number, or a text that is one, with its digits; None for what no register can show."""
    written = text(value).strip()
    return Decimal(written) if _NUMBER.fullmatch(written) else None
