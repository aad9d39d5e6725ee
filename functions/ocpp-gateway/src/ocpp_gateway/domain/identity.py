"""A station's identity, as it stands in the path and in the credentials (R-RPC-1)."""

import base64
import re
from urllib.parse import unquote

# OCPP identifierString without the colon, which Basic authentication needs for itself.
_IDENTITY = re.compile(r"[A-Za-z0-9*\-_=+|@.]{1,48}")


def identity_in(path_rest: str) -> str | None:
    """The identity in the rest of the path, percent-decoded exactly once; None if it is none."""
    text = unquote(path_rest)
    return text if _IDENTITY.fullmatch(text) else None


def credentials_in(authorization: str) -> tuple[str, bytes] | None:
    """User name and password of a Basic `Authorization` header; None if it holds none.

    The password stays bytes: a station of 1.6 may send its key as such.
    """
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(encoded.strip(), validate=True)
        username, colon, password = pair.partition(b":")
        return (username.decode(), password) if colon else None
    except ValueError:
        return None
