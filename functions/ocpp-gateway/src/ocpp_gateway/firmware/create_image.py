"""An operator brings a firmware image: a link to put it into our bucket."""

from typing import Any
from uuid import uuid4

from ocpp_gateway.domain.file_names import image_key
from ocpp_gateway.firmware import files


def create_image(name: str) -> dict[str, Any]:
    """`{image, upload_url, expires_in_s}`; campaigns name the image, PUT the bytes to the URL."""
    key = image_key(uuid4().hex, name)
    return {
        "image": key,
        "upload_url": files.link_for_operator("put_object", key),
        "expires_in_s": int(files.FOR_OPERATORS.total_seconds()),
    }
