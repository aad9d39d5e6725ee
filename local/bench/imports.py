"""Import CPU of the frame handler, as a ratio to `import boto3` in the same interpreter."""

import os
import subprocess
import sys
from statistics import median

ROUNDS = 9
_PROBE = """
import time
before = time.process_time()
import {module}
print(time.process_time() - before)
"""


def cpu_seconds(module: str, environment: dict[str, str]) -> float:
    """Median CPU seconds of importing `module` in a fresh interpreter."""
    probe = [sys.executable, "-c", _PROBE.format(module=module)]
    env = {**os.environ, **environment}
    runs = [subprocess.run(probe, env=env, capture_output=True, check=True) for _ in range(ROUNDS)]
    return median(float(run.stdout) for run in runs)


def ratio_to_boto3(module: str, environment: dict[str, str]) -> tuple[float, float]:
    """CPU ms of `module`, and that divided by the CPU of `import boto3`."""
    ours = cpu_seconds(module, environment)
    return ours * 1000, ours / cpu_seconds("boto3", environment)
