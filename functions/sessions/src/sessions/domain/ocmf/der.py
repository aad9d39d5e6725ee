"""The little of DER that keys and signatures of meters need."""

from typing import Final

INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OBJECT_IDENTIFIER: Final = 0x06
SEQUENCE: Final = 0x30

_LONG_LENGTH: Final = 0x80


def read(octets: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first element and what follows it; ValueError if that has another tag."""
    if len(octets) < 2 or octets[0] != tag:
        raise ValueError(f"no DER element {tag:#x}")
    start, length = 2, octets[1]
    if length & _LONG_LENGTH:
        start += length & ~_LONG_LENGTH
        length = int.from_bytes(octets[2:start], "big")
    if len(octets) < start + length:
        raise ValueError("a DER element ends early")
    return octets[start : start + length], octets[start + length :]


def write(tag: int, content: bytes) -> bytes:
    """One element of up to 255 octets."""
    length = [len(content)] if len(content) < _LONG_LENGTH else [_LONG_LENGTH + 1, len(content)]
    return bytes([tag, *length]) + content
