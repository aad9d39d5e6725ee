"""One JSON log line per thing worth knowing; never a secret, a token or a password."""

import sys
import time
from collections.abc import Mapping
from functools import cache

import orjson
from aws_lambda_powertools.logging import Logger

from corridor_aws import settings

NAMESPACE = "corridor"


@cache
def logger(service: str) -> Logger:
    """The service's structured logger (level: LOG_LEVEL, INFO when unset)."""
    return Logger(service=service, log_uncaught_exceptions=False)


def count(service: str, numbers: Mapping[str, int]) -> None:
    """Metrics by their names, with the dimensions `stage` and `service`.

    A log line in CloudWatch's embedded metric format: no call that could fail or cost time.
    """
    if not numbers:
        return
    metrics = [{"Name": name, "Unit": "Count"} for name in numbers]
    dimensions = {"stage": settings.required("STAGE"), "service": service}
    told = {"Namespace": NAMESPACE, "Dimensions": [list(dimensions)], "Metrics": metrics}
    aws = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [told]}
    line = orjson.dumps({"_aws": aws} | dimensions | dict(numbers))
    sys.stdout.write(line.decode() + "\n")
