"""API Gateway's WebSocket quotas (aws.md §1.1); each can be shortened or broken for a test."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, durations in seconds, probabilities between 0 and 1."""

    frame_bytes: int = 32 * 1024
    message_bytes: int = 128 * 1024
    idle_s: float = 600.0
    lifetime_s: float = 7200.0
    integration_timeout_s: float = 29.0
    lost_disconnect: float = 0.0
    """How often `$disconnect` is never delivered: its delivery is best effort (aws.md §1.4)."""
    environments: int = 4
    """Most environments of one function at a time, as its reserved concurrency would have it."""
    environment_age_s: float = 2700.0
    """An environment is replaced before the hour of its role's credentials is over."""
