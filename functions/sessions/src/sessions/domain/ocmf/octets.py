"""Octets out of the hexadecimal and base64 texts of stations, labels and files (R-EI-12)."""

import base64
import binascii
import re
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_GROUPING: Final = re.compile(r"0[xX]|[\s:-]")
_URL_SAFE: Final = str.maketrans("-_", "+/")


def from_hex(text: str) -> bytes:
    """Whatever groups the digits: spaces, colons, hyphens, 0x. ValueError if it is not hex."""
    digits = _GROUPING.sub("", text)
    # A number without its leading zero.
    return bytes.fromhex(digits if len(digits) % 2 == 0 else "0" + digits)


def from_base64(text: str) -> bytes:
    """With or without padding, in either alphabet, in lines. ValueError if it is not base64."""
    digits = _SPACES.sub("", text).rstrip("=").translate(_URL_SAFE)
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
    except binascii.Error as fault:
        raise ValueError("not base64") from fault


def from_text(text: str) -> bytes:
    """Hex if it can be that, else base64; ValueError."""
    try:
        return from_hex(text)
    except ValueError:
        return from_base64(text)
