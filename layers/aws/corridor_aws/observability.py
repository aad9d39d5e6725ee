"""One JSON log line per thing worth knowing; never a secret, a token or a password."""

from functools import cache

from aws_lambda_powertools.logging import Logger


@cache
def logger(service: str) -> Logger:
    """The service's structured logger (level: LOG_LEVEL, INFO when unset)."""
    return Logger(service=service, log_uncaught_exceptions=False)
