"""The sections of `OCMF|<payload>|<signature>`, some with the key as a fourth one.

A payload may hold a | in a text, so its end is where its JSON ends.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sessions.domain.ocmf.members import DECODER
from sessions.domain.ocmf.octets import from_text

MAX_CHARACTERS: Final = 131_072

_HEADER: Final = "OCMF|"
_SPACE: Final = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Sections:
    """`text` is the whole record, `payload_text` what is signed, with all its space."""

    text: str
    payload_text: str
    payload: Mapping[str, Any]
    signature: Mapping[str, Any]
    fourth: str


def sections(data: str) -> Sections:
    """Out of the plain text, or the base64 or hex of that; ValueError."""
    text = _plain(data)
    payload, end = _object(text, len(_HEADER))
    signature, rest = _object(text, end + 1)
    if text[end : end + 1] != "|" or text[rest : rest + 1] not in {"", "|"}:
        raise ValueError("sections are not parted by |")
    return Sections(text, text[len(_HEADER) : end], payload, signature, text[rest + 1 :].strip())


def encoded(text: str) -> bytes:
    """The octets that came; some meters write other characters than those of UTF-8."""
    return text.encode(errors="surrogateescape")


def _plain(data: str) -> str:
    if len(data) > MAX_CHARACTERS:
        raise ValueError(f"more than {MAX_CHARACTERS} characters")
    text = data.strip()
    if not text.startswith(_HEADER):
        text = from_text(text).decode(errors="surrogateescape").strip()
    if not text.startswith(_HEADER):
        raise ValueError("not of the format OCMF")
    # Half a surrogate pair is no character: such a text can be no record, and this raises.
    encoded(text)
    return text


def _object(text: str, start: int) -> tuple[Mapping[str, Any], int]:
    """The JSON object that begins at `start`, and where what follows it begins."""
    try:
        found, end = DECODER.raw_decode(text, _after_space(text, start))
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault
    if not isinstance(found, dict):
        raise ValueError("a section is no JSON object")
    return found, _after_space(text, end)


def _after_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start
