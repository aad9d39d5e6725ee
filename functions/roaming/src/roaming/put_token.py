"""Say what a token is from now on, whether it was known or not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem
from roaming.domain.token import Token, next_instant
from roaming.domain.token_rules import token_of
from roaming.find_token import find_token
from roaming.save_token import save_token

_ATTEMPTS = 5


def put_token(given: Mapping[str, Any], now: datetime) -> Token:
    """The token as stored: what is not given is no longer set.

    Problem 422 if it breaks a rule, 409 if others keep changing it at the same time.
    """
    wanted = token_of(given, now)
    for _ in range(_ATTEMPTS):
        previous = find_token(wanted.type, wanted.uid)
        changed_at = next_instant(now, previous.updated_at if previous else None)
        token = replace(wanted, updated_at=changed_at)
        if save_token(token, previous):
            return token
    raise Problem(409, "Conflict", "The token is being changed by others; try again.")
