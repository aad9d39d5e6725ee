"""What a function reads from its environment, each name once and by name."""

import os


def required(name: str) -> str:
    """The value of an environment variable; RuntimeError naming it if it is missing or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise RuntimeError(f"the environment variable {name} is not set")
    return value
