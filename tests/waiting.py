"""Waiting for what happens by itself."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMEOUT_S = 60.0
POLL_S = 0.2


def eventually(look: Callable[[], T]) -> T:
    """The first true answer of `look`; AssertionError if there is none in a minute."""
    deadline = time.monotonic() + TIMEOUT_S
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(POLL_S)
    return found
