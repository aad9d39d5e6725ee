"""The secret of a driver's link: whoever has it sees one session, and no other."""

import re
from hashlib import sha256
from typing import Final

OCTETS: Final = 24
"""192 random bits: nobody guesses one, however many there are and however often they try."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32}")


def hashed(token: str) -> str | None:
    """What a link is found by, 64 hexadecimal digits; None for what is no token at all."""
    return sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None
