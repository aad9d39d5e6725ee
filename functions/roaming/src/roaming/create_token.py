"""Enter a new token."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem
from roaming.domain.token import Token
from roaming.domain.token_rules import token_of
from roaming.save_token import save_token


def create_token(given: Mapping[str, Any], now: datetime) -> Token:
    """The token as stored; Problem 422 if it breaks a rule, 409 if the registry has it."""
    token = token_of(given, now)
    if not save_token(token, previous=None):
        raise Problem(409, "Conflict", f"There is a token {token.type} {token.uid!r} already.")
    return token
