"""Where files of stations lie in the bucket: short enough for a URL that a station can take."""

import re
from typing import Final

from corridor_kernel.identifiers import digest

MAX_LOCATION: Final = 512  # remoteLocation and location of OCPP 2.0.1

_PLAIN: Final = re.compile(r"[A-Za-z0-9._-]+")


def log_key(station_id: str, request_id: int) -> str:
    """`logs/<station>/<requestId>`; an id whose signs a URL would spell out goes by its digest."""
    plain = _PLAIN.fullmatch(station_id)
    return f"logs/{station_id if plain else '~' + digest(station_id.encode())}/{request_id}"


def image_key(image_id: str, name: str) -> str:
    """`firmware/<image>/<name>`, the name cut to what fits and freed of what needs spelling."""
    return f"firmware/{image_id}/{re.sub('[^A-Za-z0-9._-]+', '-', name)[-60:]}"
