"""Which of our languages a browser would like best (RFC 9110, Accept-Language)."""

import re
from collections.abc import Iterator
from typing import Final

LANGUAGES: Final = ("en", "de")

_WISH: Final = re.compile(r"([a-z]{2,3})(?:-[a-z0-9-]+)?(?:\s*;\s*q=([01](?:\.[0-9]{0,3})?))?")


def language(accepted: str) -> str:
    """One of LANGUAGES: the one with the highest weight, the first of equals, else the first."""
    wishes = sorted(_wishes(accepted), key=lambda wish: -wish[1])
    return next((tag for tag, weight in wishes if weight > 0), LANGUAGES[0])


def _wishes(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted.lower().split(","):
        wish = _WISH.fullmatch(part.strip())
        if wish and wish[1] in LANGUAGES:
            yield wish[1], float(wish[2] or 1)
