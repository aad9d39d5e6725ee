"""Message ids of the station's CALLs: random, or counted anew after each boot (R-RPC-5)."""

from itertools import count
from uuid import uuid4


class MessageIds:
    """Call it for the next id."""

    def __init__(self, counts: bool) -> None:
        self._counts = counts
        self._numbers = count(1)

    def __call__(self) -> str:
        return str(next(self._numbers)) if self._counts else str(uuid4())

    def boot(self) -> None:
        """A station that counts has forgotten where it was."""
        self._numbers = count(1)
