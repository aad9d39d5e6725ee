"""Changes that are tried again until nobody else changed the same item meanwhile."""

import random
import time
from collections.abc import Iterator

from pynamodb.exceptions import PynamoDBException

_TRIES = 10
_PAUSE_S, _LONGEST_S = 0.01, 0.3


class Contended(PynamoDBException):
    """Others came first each time: trouble, not poison, so streams and rules come again."""

    msg = "The item changes all the time"


def attempts() -> Iterator[int]:
    """The numbers of the tries, with ever longer random pauses between them."""
    for number in range(_TRIES):
        if number:
            time.sleep(random.uniform(0, min(_LONGEST_S, _PAUSE_S * 2**number)))  # noqa: S311
        yield number
